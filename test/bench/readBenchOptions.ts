import { parseArgs } from 'node:util';
import { contenderNames, type ContenderName } from './comparison/Contender.ts';

export const workIds = ['Q1', 'Q2', 'Q3', 'A1', 'A2', 'A3', 'A3p10'] as const;
export type WorkId = (typeof workIds)[number];

export const benchUsage = `usage: npm run bench -- [hidden] [hostile] [flags]
  hidden, hostile    these benchmarks; left out = the comparison with other gateways
  --quick            the comparison within a minute, less exact
  --rounds N         how often everything is measured
  --work Q1,A2       this work only: ${workIds.join(', ')}
  --only ours,stock  these gateways only: ${contenderNames.join(', ')}
  --profile Q1       writes a CPU profile of our gateway at that work, and measures nothing
  --json             prints one object on stdout and nothing else`;

export const namedBenches = ['hidden', 'hostile'] as const;

export interface BenchOptions {
  /** Empty: the comparison. */
  readonly benches: readonly (typeof namedBenches)[number][];
  readonly quick: boolean;
  readonly rounds: number | null;
  readonly work: readonly WorkId[];
  readonly only: readonly ContenderName[];
  readonly profile: WorkId | null;
  readonly json: boolean;
}

/** Says what is wrong with the flags, and how to write them. */
export function readBenchOptions(argv: readonly string[]): BenchOptions | { readonly problem: string } {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        work: { type: 'string' },
        only: { type: 'string' },
        profile: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals } = parsed;
  const problems: string[] = [];
  const choose = <Name extends string>(flag: string, text: string | undefined, known: readonly Name[]): Name[] => {
    const given = text?.split(',').map((each) => each.trim()) ?? known;
    const chosen = known.filter((name) => given.includes(name));
    for (const each of given)
      if (!known.some((name) => name === each))
        problems.push(`${flag}: there is no \`${each}\`; choose from ${known.join(', ')}`);
    return chosen;
  };
  const benches = positionals.length === 0 ? [] : choose('benchmark', positionals.join(','), namedBenches);
  const work = choose('--work', values.work, workIds);
  const only = choose('--only', values.only, contenderNames);
  const [profile = null] = values.profile === undefined ? [] : choose('--profile', values.profile, workIds);
  const rounds = values.rounds === undefined ? null : Number(values.rounds);
  if (rounds !== null && !(Number.isInteger(rounds) && rounds >= 1))
    problems.push(`--rounds: \`${values.rounds}\` is no number of rounds; give 1 or more`);
  const { quick, json } = values;
  if (benches.length > 0 && (quick || [values.work, values.only, values.profile].some((flag) => flag !== undefined)))
    problems.push(`--quick, --work, --only and --profile belong to the comparison: leave out ${positionals.join(' ')}`);
  if (problems.length > 0) return { problem: problems.join('\n') };
  return { benches, quick, rounds, work, only, profile, json };
}
