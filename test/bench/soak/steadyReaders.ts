import { checkAnswers } from '../comparison/checkAnswers.ts';
import type { Contender } from '../comparison/Contender.ts';
import { nationsOf } from '../comparison/layGround.ts';
import { Load } from '../comparison/Load.ts';
import { boardWork, linksWork } from '../work/allianceWork.ts';
import { federationWork } from '../work/federationWork.ts';
import type { Variant, Work } from '../work/Work.ts';

/** Those who ask all day, at works that take turns. */
export interface SteadyReaders {
  readonly loads: readonly Load[];
  /** What each of them asks of all nations. */
  readonly boards: readonly Variant[];
}

/** Bytes of the right answers, by work, then by variant. */
export type Lengths = readonly (readonly number[])[];

const worksOf = (tokens: readonly string[]): readonly Work[] => [
  ...federationWork(tokens).filter(({ id }) => id === 'Q1'),
  linksWork(tokens, nationsOf.eight),
  boardWork('A2', tokens, nationsOf.eight),
];

/** Every answer once, looked at whole. */
export async function rightLengths(gateway: Contender, tokens: readonly string[]): Promise<Lengths> {
  const lengths: (readonly number[])[] = [];
  for (const work of worksOf(tokens)) {
    const { answers } = await checkAnswers(work, gateway, null);
    lengths.push(answers.map(({ length }) => length));
  }
  return lengths;
}

export function steadyReaders(gateway: Contender, tokens: readonly string[], lengths: Lengths): SteadyReaders {
  const works = worksOf(tokens);
  return {
    loads: works.map((work, number) => new Load(work, gateway, lengths[number])),
    boards: works.at(-1)?.variants ?? [],
  };
}
