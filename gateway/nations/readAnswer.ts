import type { NationData, NeededRecord } from './NationAnswer.ts';
import { isRecordId } from '../../schema/id.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { readJson } from './readJson.ts';
import type { Read, Unavailable } from './SubgraphAnswer.ts';

/** A nation's body as an answer. Total: whatever the bytes are, they end as `unavailable` or as bounded data. */
export function readAnswer(body: Uint8Array): Read<NationData> {
  const value = readJson(body);
  if (typeof value === 'string') return unusable(value);
  const { data, errors } = value;
  const found = errors === undefined || errors === null ? [] : errors;
  if (!Array.isArray(found)) return unusable('wrongShape');
  if (found.length > 0) return readErrors(found, data);
  return isRecord(data) ? { answer: { data } } : unusable('wrongShape');
}

/**
 * One STEP_UP_REQUIRED or MARKINGS_NEEDED at a root field that is null is an answer; any other error makes the whole
 * unusable.
 */
function readErrors(errors: readonly unknown[], data: unknown): Read<NationData> {
  const [error] = errors;
  const detail = JSON.stringify(error).slice(0, 300);
  if (errors.length !== 1 || !isRecord(error) || !isRecord(data)) return unusable('errors', detail);
  const { path, extensions } = error;
  if (!Array.isArray(path) || path.length !== 1 || !isRecord(extensions)) return unusable('errors', detail);
  const [root] = path as readonly unknown[];
  const { code, requiredAal, records } = extensions;
  if (typeof root !== 'string' || !Object.hasOwn(data, root) || data[root] !== null) return unusable('errors', detail);
  const needed = code === 'MARKINGS_NEEDED' ? readNeeded(records) : null;
  if (needed !== null) return { answer: { data, needed } };
  if (code !== 'STEP_UP_REQUIRED' || (requiredAal !== 2 && requiredAal !== 3)) return unusable('errors', detail);
  return { answer: { data, stepUp: { path: root, requiredAal } } };
}

/** A record shows with two others at most. */
const mostNeeded = 4;

function readNeeded(records: unknown): readonly NeededRecord[] | null {
  if (!Array.isArray(records) || records.length === 0 || records.length > mostNeeded) return null;
  const needed = records.flatMap((record: unknown) => {
    const { type, id } = isRecord(record) ? record : {};
    return typeof type === 'string' && typeof id === 'string' && isRecordId(id) ? [{ type, id }] : [];
  });
  return needed.length === records.length ? needed : null;
}

const unusable = (unavailable: Unavailable, detail?: string): Read<NationData> => ({
  answer: { unavailable },
  ...(detail !== undefined && { detail }),
});
