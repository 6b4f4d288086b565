import { isDeepStrictEqual } from 'node:util';
import type { Work } from '../work/Work.ts';
import { ask } from './ask.ts';
import type { Contender } from './Contender.ts';
import { cpuBetween } from './PinnedProcess.ts';

/** The first request of all: plan, compile and what else is done once. */
export interface Cold {
  /** Milliseconds. */
  readonly time: number;
  readonly cpu: number;
}

/** All answers of one gateway, checked, and the cost of the first. */
export async function checkAnswers(
  work: Work,
  { name, port, process }: Contender,
  expected: readonly unknown[] | null,
): Promise<{ readonly answers: readonly unknown[]; readonly cold: Cold }> {
  const answers: unknown[] = [];
  let cold: Cold | null = null;
  for (const [number, variant] of work.variants.entries()) {
    const [before, start] = [process.cpuTimes(), performance.now()];
    const answer = await ask(port, variant).catch((error: unknown) => {
      throw new Error(`${work.id} of ${name}, variant ${number}: ${error instanceof Error ? error.message : ''}`);
    });
    cold ??= { time: performance.now() - start, cpu: cpuBetween(before, process.cpuTimes()) / 1000 };
    if (expected && !isDeepStrictEqual(answer, expected[number]))
      throw new Error(
        `${work.id}, variant ${number}: ${name} answers ${text(answer)} and not ${text(expected[number])}`,
      );
    answers.push(answer);
  }
  if (!cold) throw new TypeError('work without variants');
  return { answers, cold };
}

const text = (value: unknown): string => JSON.stringify(value).slice(0, 300);
