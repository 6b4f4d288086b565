import type { WireAnswer } from './Bench.ts';
import { Dice } from './Dice.ts';
import { inThread } from './inThread.ts';
import { LocalGateway } from './LocalGateway.ts';
import { randomAlliance, randomOperations, systemOver } from './TestScene.ts';

/** How the questions of many readers reach one gateway. */
export type Order = 'forwards' | 'backwards' | 'together';

export interface SequenceOrder {
  readonly seed: number;
  readonly order: Order;
  /** The questions that are asked, by number; all where it is left out. */
  readonly only?: readonly number[];
}

/** Few operations and many readers: whatever one leaves behind, another comes across. */
const questionCount = 600;
const atOnce = 40;

/** Asks in a thread of its own, whose gateway has answered nobody before. By number of the question. */
export async function askSequence(order: SequenceOrder, fault?: string): Promise<ReadonlyMap<number, WireAnswer>> {
  let answers: ReadonlyMap<number, WireAnswer> = new Map();
  await inThread('sequenceThread.ts', order, (message) => (answers = message as typeof answers), fault);
  return answers;
}

/** What `askSequence` does, in this thread. */
export async function answerSequence({ seed, order, only }: SequenceOrder): Promise<ReadonlyMap<number, WireAnswer>> {
  const gateway = await LocalGateway.start();
  const world = randomAlliance(seed, 8);
  const operations = randomOperations(gateway, world, 40);
  const dice = new Dice(seed);
  const questions = dice.times(questionCount, (number) => ({
    number,
    reader: dice.pick(world.readers),
    operation: dice.pick(operations),
  }));
  const asked = questions.filter(({ number }) => only?.includes(number) ?? true);
  if (order === 'backwards') asked.reverse();
  const system = await systemOver(gateway, world.alliance);
  const answers = new Map<number, WireAnswer>();
  const step = order === 'together' ? atOnce : 1;
  for (let from = 0; from < asked.length; from += step) {
    await Promise.all(
      asked.slice(from, from + step).map(async ({ number, reader, operation }) => {
        const { status, headers, body } = await system.ask(reader, operation);
        answers.set(number, { status, headers, body });
      }),
    );
  }
  await gateway.stop();
  return answers;
}

/** The first question, by number, that is answered in another way in one order than in another. Null: none is. */
export function firstDifference(
  one: ReadonlyMap<number, WireAnswer>,
  other: ReadonlyMap<number, WireAnswer>,
): number | null {
  const numbers = [...one.keys()].toSorted((a, b) => a - b);
  return numbers.find((number) => JSON.stringify(one.get(number)) !== JSON.stringify(other.get(number))) ?? null;
}
