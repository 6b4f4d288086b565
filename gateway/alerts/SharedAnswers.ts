import type { Evaluated } from '../federation/executeOperation.ts';

/** Milliseconds for which an answer is as good as a new one. */
const fresh = 250;

/** Answers that several readers may have, each asked for once. */
export class SharedAnswers {
  readonly #answers = new Map<string, Promise<Evaluated>>();

  /**
   * `key` holds everything that the answer depends on but the moment and the person; null: it is nobody else's, as where
   * labels name persons, for a nation that holds something back for who its reader is does not say so.
   */
  async get(key: string | null, evaluate: () => Promise<Evaluated>): Promise<Evaluated> {
    if (key === null) return evaluate();
    const known = this.#answers.get(key);
    const shared = known && (await known);
    if (shared && !shared.isPersonal) return shared;
    if (shared) return evaluate();
    const answer = evaluate();
    this.#answers.set(key, answer);
    const forget = (): void => void this.#answers.delete(key);
    setTimeout(forget, fresh).unref();
    answer.catch(forget);
    return answer;
  }
}
