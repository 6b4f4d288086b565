import { parseArgs } from 'node:util';
import { contenderNames, type ContenderName } from './comparison/Contender.ts';

export const workIds = ['Q1', 'Q2', 'Q3', 'A1', 'A2', 'A3', 'A3p10'] as const;
export type WorkId = (typeof workIds)[number];

export const benchNames = ['hidden', 'hostile', 'alerts', 'stores', 'growth', 'soak', 'charts'] as const;
export type BenchName = (typeof benchNames)[number];

export const benchUsage = `usage: npm run bench -- [${benchNames.join('] [')}] [flags]
  hidden             what hidden rows do to the time of an answer
  hostile            what hostile operations cost
  alerts             from a report to the alerts of a hundred readers among a thousand
  stores             a nation's page against what it stores, on the PostgreSQL server of TEST_DATABASE_URL
  growth             the gateway's cost against nations, rows, links and distinct operations
  soak               half an hour without rest: what the gateway holds does not grow
  charts             draws the README's charts again from their numbers
                     none of these = the comparison with other gateways
  --quick            the comparison within a minute, less exact
  --rounds N         how often everything is measured
  --work Q1,A2       this work only: ${workIds.join(', ')}
  --only ours,stock  these gateways only: ${contenderNames.join(', ')}
  --profile Q1       writes a CPU profile of our gateway at that work, and says where the time goes
  --records N        stores: of at most N incidents (1000000)
  --minutes N        soak: for so long (30)
  --charts           stores, growth: keeps the figures as the charts of the README
  --json             prints one object on stdout and nothing else`;

export interface BenchOptions {
  /** Empty: the comparison. */
  readonly benches: readonly BenchName[];
  readonly quick: boolean;
  readonly rounds: number | null;
  readonly records: number;
  readonly minutes: number;
  /** Whether figures become charts of the README. */
  readonly charts: boolean;
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
        records: { type: 'string' },
        minutes: { type: 'string' },
        charts: { type: 'boolean', default: false },
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
  const benches = positionals.length === 0 ? [] : choose('benchmark', positionals.join(','), benchNames);
  const work = choose('--work', values.work, workIds);
  const only = choose('--only', values.only, contenderNames);
  const [profile = null] = values.profile === undefined ? [] : choose('--profile', values.profile, workIds);
  const count = (flag: string, what: string, text: string): number => {
    if (!/^[1-9]\d*$/.test(text)) problems.push(`${flag}: \`${text}\` is no number of ${what}; give 1 or more`);
    return Number(text);
  };
  const rounds = values.rounds === undefined ? null : count('--rounds', 'rounds', values.rounds);
  const records = count('--records', 'records', values.records ?? '1000000');
  const minutes = count('--minutes', 'minutes', values.minutes ?? '30');
  const { quick, charts, json } = values;
  if (benches.length > 0 && (quick || [values.work, values.only, values.profile].some((flag) => flag !== undefined)))
    problems.push(`--quick, --work, --only and --profile belong to the comparison: leave out ${positionals.join(' ')}`);
  if (values.records !== undefined && !benches.includes('stores')) problems.push('--records belongs to stores');
  if (values.minutes !== undefined && !benches.includes('soak')) problems.push('--minutes belongs to soak');
  if (charts && !benches.some((name) => name === 'stores' || name === 'growth'))
    problems.push('--charts belongs to stores and growth');
  if (problems.length > 0) return { problem: problems.join('\n') };
  return { benches, quick, rounds, records, minutes, charts, work, only, profile, json };
}
