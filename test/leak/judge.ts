import type { Breach } from './breachOf.ts';
import type { Asked, Loaded, Locks, WireAnswer } from './Bench.ts';
import type { LeakCase, LockMode } from './LeakCase.ts';
import type { Escape, Watch } from './Watch.ts';

/** Where the answer over the full stores and one over pruned stores part. */
export interface Difference {
  /** Pruned at the strongest sign-in that the issuer may vouch for, or at the present one. */
  readonly prunedAt: 'strong' | 'present';
  readonly at: string;
  readonly full: unknown;
  readonly pruned: unknown;
}

/** What is wrong with an answer, or with what a write has left. */
export type Finding = Difference | Escape | Breach;

export interface Judgement {
  /** Does it change anything when nobody decides? Otherwise the case shows nothing. */
  readonly counts: boolean;
  readonly finding: Finding | null;
  /** The answer when nobody decides: what an all-seeing reader of the same class would get. */
  readonly unlocked: WireAnswer;
  readonly answer: WireAnswer;
}

/** The three alliances of a case. `present` is the same as `strong` where the sign-in makes no difference. */
export interface Sides {
  readonly full: Loaded;
  readonly strong: Loaded;
  readonly present: Loaded;
  /** Knows what the reader, each nation and the log may be told. */
  readonly watch: Watch;
  /** Ids of what the reader reads. */
  readonly readable: ReadonlySet<string>;
}

export const openLocks: Locks = { gateway: 'permit', nation: 'permit' };

export const locksOf = (mode: LockMode): Locks => ({
  gateway: mode === 'nation' ? 'permit' : 'enforce',
  nation: mode === 'gateway' ? 'permit' : 'enforce',
});

/** Asks the same of all. */
export async function judge(
  { full, strong, present, watch }: Sides,
  { lock, reader, operation, down }: Omit<LeakCase, 'alliance'>,
): Promise<Judgement> {
  const locks = locksOf(lock);
  const answer = await full.system(locks, down).ask(reader, operation);
  const unlocked = await full.system(openLocks, down).ask(reader, operation);
  const ask = (pruned: Loaded) => pruned.system(locks, down).ask(reader, operation);
  const finding =
    watch.escapeFrom(answer, operation) ??
    differenceFrom(answer, await ask(strong), present === strong ? null : await ask(present));
  return { counts: differs(answer, unlocked), finding, unlocked, answer };
}

/** Of an answer from those over pruned stores; one that calls for a stronger sign-in tells of what that would open. */
export function differenceFrom(answer: WireAnswer, strong: WireAnswer, present: WireAnswer | null): Difference | null {
  const callsForStepUp = answer.body.includes('STEP_UP_REQUIRED');
  return (
    differenceOf(answer, strong, 'strong') ??
    (present === null || callsForStepUp ? null : differenceOf(answer, present, 'present'))
  );
}

export const differs = (a: Asked, b: Asked): boolean => a.status !== b.status || a.body !== b.body;

function differenceOf(full: WireAnswer, pruned: WireAnswer, prunedAt: Difference['prunedAt']): Difference | null {
  if (full.status !== pruned.status) return { prunedAt, at: 'status', full: full.status, pruned: pruned.status };
  const names = [...new Set([...Object.keys(full.headers), ...Object.keys(pruned.headers)])];
  const header = names.find((name) => full.headers[name] !== pruned.headers[name]);
  if (full.body !== pruned.body)
    return { prunedAt, ...firstDifference('body', parsed(full.body), parsed(pruned.body)) };
  if (header === undefined) return null;
  return { prunedAt, at: `headers.${header}`, full: full.headers[header], pruned: pruned.headers[header] };
}

function firstDifference(at: string, full: unknown, pruned: unknown): Omit<Difference, 'prunedAt'> {
  if (typeof full === 'object' && typeof pruned === 'object' && full !== null && pruned !== null) {
    const [one, other] = [
      new Map<string, unknown>(Object.entries(full)),
      new Map<string, unknown>(Object.entries(pruned)),
    ];
    for (const key of new Set([...one.keys(), ...other.keys()])) {
      if (JSON.stringify(one.get(key)) !== JSON.stringify(other.get(key)))
        return firstDifference(`${at}.${key}`, one.get(key), other.get(key));
    }
  }
  return { at, full, pruned };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
