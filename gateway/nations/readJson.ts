import { isRecord } from '../../schema/isRecord.ts';
import type { Unavailable } from './SubgraphAnswer.ts';

/** Levels of objects and lists in an answer: the contract's deepest operations need fewer than forty. */
const maxDepth = 64;

/** An answer's object: bounded in depth, without prototype keys. Total: whatever the bytes are. */
export function readJson(body: Uint8Array): Record<string, unknown> | Unavailable {
  const text = decode(body);
  const value = text === null ? notJson : parse(text);
  if (value === notJson) return 'notJson';
  if (!isRecord(value)) return 'wrongShape';
  return tidy(value, maxDepth) ? value : 'tooDeep';
}

const notJson = Symbol('not JSON');

const decoder = new TextDecoder('utf-8', { fatal: true });

function decode(body: Uint8Array): string | null {
  try {
    return decoder.decode(body);
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return notJson;
  }
}

/** Takes `__proto__` keys away; false where the value is deeper than `levels`. */
function tidy(value: object, levels: number): boolean {
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((inner: unknown) => !isObject(inner) || tidy(inner, levels - 1));
  for (const key in value) {
    if (key === '__proto__') Reflect.deleteProperty(value, key);
    else {
      const inner: unknown = value[key as keyof typeof value];
      if (isObject(inner) && !tidy(inner, levels - 1)) return false;
    }
  }
  return true;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
