import type { NationAnswer } from './NationAnswer.ts';

/** Levels of objects and lists in an answer: the contract's deepest operations need fewer than forty. */
const maxDepth = 64;

/** The nation's wording, for the log alone. */
type Read = { readonly answer: NationAnswer; readonly detail?: string };

/** A nation's body as an answer. Total: whatever the bytes are, they end as `unavailable` or as bounded data. */
export function readAnswer(body: Uint8Array): Read {
  const text = decode(body);
  const value = text === null ? notJson : parse(text);
  if (value === notJson) return unusable('notJson');
  if (!isRecord(value)) return unusable('wrongShape');
  if (!tidy(value, maxDepth)) return unusable('tooDeep');
  const { data, errors } = value;
  const found = errors === undefined || errors === null ? [] : errors;
  if (!Array.isArray(found)) return unusable('wrongShape');
  if (found.length > 0) return readErrors(found, data);
  return isRecord(data) ? { answer: { data } } : unusable('wrongShape');
}

/** One STEP_UP_REQUIRED at a root field that is null is an answer; any other error makes the whole unusable. */
function readErrors(errors: readonly unknown[], data: unknown): Read {
  const [error] = errors;
  const detail = JSON.stringify(error).slice(0, 300);
  if (errors.length !== 1 || !isRecord(error) || !isRecord(data)) return unusable('errors', detail);
  const { path, extensions } = error;
  if (!Array.isArray(path) || path.length !== 1 || !isRecord(extensions)) return unusable('errors', detail);
  const [root] = path as readonly unknown[];
  const { code, requiredAal } = extensions;
  if (typeof root !== 'string' || !Object.hasOwn(data, root) || data[root] !== null) return unusable('errors', detail);
  if (code !== 'STEP_UP_REQUIRED' || (requiredAal !== 2 && requiredAal !== 3)) return unusable('errors', detail);
  return { answer: { data, stepUp: { path: root, requiredAal } } };
}

type Reason = Extract<NationAnswer, { unavailable: unknown }>['unavailable'];

const unusable = (unavailable: Reason, detail?: string): Read => ({
  answer: { unavailable },
  ...(detail !== undefined && { detail }),
});

const notJson = Symbol('not JSON');

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
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

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes `__proto__` keys away; false where the value is deeper than `levels`. */
function tidy(value: object, levels: number): boolean {
  if (levels === 0) return false;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  return Object.values(value).every(
    (inner: unknown) => typeof inner !== 'object' || inner === null || tidy(inner, levels - 1),
  );
}
