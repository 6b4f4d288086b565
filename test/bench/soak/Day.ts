import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../comparison/Contender.ts';
import type { Ground } from '../comparison/layGround.ts';
import type { Variant } from '../work/Work.ts';
import { rightLengths, steadyReaders, type Lengths, type SteadyReaders } from './steadyReaders.ts';
import { Visitors } from './Visitors.ts';

/**
 * Milliseconds: of a turn, and of the load in it, which leaves the gateway idle most of the time; and for how long tokens
 * are used, which are good for an hour.
 */
const times = { turn: 1_000, load: 200, tokens: 45 * 60_000 };
/** More than the gateway remembers: from then on each new one takes the place of another. */
const operations = 6_000;
/** After so many wrong answers there is no more to be learned. */
const enough = 20;

/** The readers of a gateway: those who ask all day, and after each of their turns one who is not like them. */
export class Day {
  /** What went wrong. */
  readonly wrong: string[] = [];
  readonly #ground: Ground;
  readonly #gateway: Contender;
  readonly #visitors: Visitors;
  readonly #lengths: Lengths;
  readonly #progress: (line: string) => void;
  #readers: SteadyReaders;
  #turn = 0;
  #tokensSince = performance.now();

  private constructor(ground: Ground, gateway: Contender, lengths: Lengths, progress: (line: string) => void) {
    this.#ground = ground;
    this.#gateway = gateway;
    this.#lengths = lengths;
    this.#readers = steadyReaders(gateway, ground.tokens, lengths);
    this.#visitors = new Visitors(gateway.port);
    this.#progress = progress;
  }

  /** Resolves when the gateway is full of what it remembers. */
  static async begin(ground: Ground, gateway: Contender, progress: (line: string) => void): Promise<Day> {
    progress('looking at all answers once ...');
    const day = new Day(ground, gateway, await rightLengths(gateway, ground.tokens), progress);
    progress(`${operations} distinct operations ...`);
    for (let number = 0; number < operations; number += 1) await day.#visitors.askSomethingNew(day.#board(number));
    return day;
  }

  get isLost(): boolean {
    return this.wrong.length >= enough;
  }

  /** When it resolves, nobody is connected any more. Gives the number of answers to those who ask all day. */
  async pass(milliseconds: number): Promise<number> {
    const end = performance.now() + milliseconds;
    let answers = 0;
    for (let now = performance.now(); now < end && !this.isLost; now = performance.now()) {
      try {
        answers += await this.#takeTurn();
      } catch (error) {
        this.#complain(error);
      }
      this.#turn += 1;
      await sleep(Math.max(0, Math.min(now + times.turn, end) - performance.now()));
    }
    this.#visitors.leave();
    return answers;
  }

  async #takeTurn(): Promise<number> {
    if (performance.now() > this.#tokensSince + times.tokens) {
      this.#readers = steadyReaders(this.#gateway, await this.#ground.newTokens(), this.#lengths);
      this.#tokensSince = performance.now();
    }
    const { loads } = this.#readers;
    const figures = await loads[this.#turn % loads.length]?.run(times.load);
    await this.#visitors.next(this.#board(this.#turn));
    return figures?.requests ?? 0;
  }

  #board(number: number): Variant {
    const { boards } = this.#readers;
    const variant = boards[number % boards.length];
    if (!variant) throw new TypeError('work without variants');
    return variant;
  }

  #complain(error: unknown): void {
    const what = error instanceof Error ? error.message : String(error);
    this.wrong.push(what);
    this.#progress(what);
  }
}
