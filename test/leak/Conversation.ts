import type { Asked } from './Bench.ts';
import { breachOf, changesBy, type Observers } from './breachOf.ts';
import { canariesIn } from './canaries.ts';
import { differenceFrom, differs, locksOf, openLocks, type Judgement, type Sides } from './judge.ts';
import type { LeakCase, Operation } from './LeakCase.ts';
import type { Stores } from '../support/oracle/prune.ts';

/** What one reader reads of what there is, and what they may be told. */
type Seen = Pick<Sides, 'watch' | 'readable'>;

export interface ConversationOptions {
  readonly sides: Sides;
  readonly about: Pick<LeakCase, 'lock' | 'reader' | 'down'>;
  readonly observers: Observers;
  /** Knows what may be told once these are what nations hold. */
  readonly watchOver: (stores: Stores) => Seen;
}

/**
 * What one reader writes and asks, one after the other. It is the same over the full stores as over stores that were
 * pruned for them before they wrote anything.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  #seen: Seen;
  #held: Stores;
  readonly #said: Operation[] = [];
  readonly #answers: Asked[] = [];

  private constructor(options: ConversationOptions, held: Stores) {
    this.#options = options;
    this.#seen = options.sides;
    this.#held = held;
  }

  /** All alliances begin from what was loaded into them. */
  static async begin(options: ConversationOptions): Promise<Conversation> {
    await restart(options.sides);
    return new Conversation(options, await options.sides.full.held());
  }

  /** What nations hold by now. */
  get held(): Stores {
    return this.#held;
  }

  /** Ids of what the reader reads by now. */
  get readable(): ReadonlySet<string> {
    return this.#seen.readable;
  }

  /** Judges the next thing that is asked. `counts` and `unlocked` are known when all is said. */
  async ask(operation: Operation): Promise<Pick<Judgement, 'finding' | 'answer'>> {
    const { sides, about, observers, watchOver } = this.#options;
    const { full, strong, present } = sides;
    const answer = await full.system(locksOf(about.lock), about.down).ask(about.reader, operation);
    const ask = (pruned: typeof strong): Promise<Asked> =>
      pruned.system(locksOf(about.lock), about.down).ask(about.reader, operation);
    this.#said.push(operation);
    this.#answers.push(answer);
    const written = new Set(canariesIn(JSON.stringify(this.#said)));
    const difference = differenceFrom(answer, await ask(strong), present === strong ? null : await ask(present));
    if (!isMutation(operation)) {
      return { finding: this.#seen.watch.escapeFrom(answer, operation, written) ?? difference, answer };
    }
    const earlier = this.#seen;
    const before = this.#held;
    const after = await full.held();
    const changes = changesBy({ before, after });
    if (changes.length > 0) {
      this.#held = after;
      this.#seen = watchOver(after);
    }
    const breach = breachOf({ before, after, observers, written, answer: answer.body }, changes);
    // Of two writes the one may read what the other takes away: what was fine before, or is so now, is no escape.
    const escape = [earlier, this.#seen].map(({ watch }) => watch.escapeFrom(answer, operation, written));
    const escaped = escape.includes(null) ? null : (escape.at(-1) ?? null);
    return { finding: escaped ?? difference ?? breach, answer };
  }

  /** Would anything of it be different if nobody decided? Everything is put back to where it began. */
  async counts(): Promise<boolean> {
    const { sides, about } = this.#options;
    await restart(sides);
    let counts = false;
    for (const [index, operation] of this.#said.entries()) {
      const unlocked = await sides.full.system(openLocks, about.down).ask(about.reader, operation);
      const answer = this.#answers[index];
      counts ||= answer !== undefined && differs(answer, unlocked);
    }
    await restart(sides);
    return counts;
  }
}

async function restart({ full, strong, present }: Sides): Promise<void> {
  for (const each of new Set([full, strong, present])) await each.restart();
}

export const isMutation = ({ query }: Operation): boolean => query.startsWith('mutation');
