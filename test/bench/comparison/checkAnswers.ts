import { isDeepStrictEqual } from 'node:util';
import type { Work } from '../work/Work.ts';
import { ask, type WholeAnswer } from './ask.ts';
import type { Contender } from './Contender.ts';
import { cpuBetween } from './PinnedProcess.ts';

/** The first request of all: plan, compile and what else is done once. */
export interface Cold {
  /** Milliseconds. */
  readonly time: number;
  readonly cpu: number;
}

export interface Checked {
  /** By variant. */
  readonly answers: readonly WholeAnswer[];
  readonly cold: Cold;
}

/** All answers of one gateway, compared with the right ones where these are known. */
export async function checkAnswers(
  work: Work,
  { name, port, process }: Contender,
  right: readonly WholeAnswer[] | null,
): Promise<Checked> {
  const answers: WholeAnswer[] = [];
  let cold: Cold | null = null;
  for (const [number, variant] of work.variants.entries()) {
    const [before, start] = [process.cpuTimes(), performance.now()];
    const answer = await ask(port, variant).catch((cause: unknown) => {
      throw new Error(`${name}, ${work.id}, variant ${number}`, { cause });
    });
    cold ??= { time: performance.now() - start, cpu: cpuBetween(before, process.cpuTimes()) / 1000 };
    const expected = right?.[number] ?? answer;
    if (!isDeepStrictEqual(answer.data, expected.data))
      throw new Error(`${name}, ${work.id}, variant ${number}: ${text(answer)} and not ${text(expected)}`);
    answers.push(answer);
  }
  if (!cold) throw new TypeError('work without variants');
  return { answers, cold };
}

const text = ({ data }: WholeAnswer): string => JSON.stringify(data).slice(0, 300);
