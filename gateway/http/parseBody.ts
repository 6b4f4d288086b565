/** JSON of a request; throws a SyntaxError where it is none, or has keys that could reach a prototype. */
export function parseBody(text: string): unknown {
  const body: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  // An escape may spell either name.
  const isSuspect = text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');
  if (isSuspect && reachesPrototype(body)) throw new SyntaxError('a key that could reach a prototype');
  return body;
}

function reachesPrototype(body: unknown): boolean {
  const values: unknown[] = [body];
  for (const value of values) {
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) return true;
    const own: unknown = Object.hasOwn(value, 'constructor') ? value.constructor : null;
    if (typeof own === 'object' && own !== null && Object.hasOwn(own, 'prototype')) return true;
    for (const inner of Object.values(value) as unknown[]) values.push(inner);
  }
  return false;
}
