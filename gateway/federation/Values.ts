/**
 * An object of nothing but values: whatever its keys are, none means anything to JavaScript. Unlike `Object.create(null)`
 * it keeps the form in which objects with equal keys are fast.
 */
export interface Values {
  [key: string]: unknown;
}

export const Values = function () {} as unknown as new () => Values;
Object.defineProperty(Values, 'prototype', { value: Object.freeze(Object.create(null)) });
