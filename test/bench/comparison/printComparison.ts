import { median, table } from '../figures.ts';
import type { Cell, Comparison } from './compareGateways.ts';
import type { ContenderName } from './Contender.ts';
import { ratio } from './ratio.ts';
import { targets } from './targets.ts';

/** Median CPU in microseconds a request, by work and gateway. */
export function comparisonJson({ cells }: Comparison): object {
  const byWork = Map.groupBy(cells, ({ work }) => work.id);
  const work = [...byWork].map(([id, group]) => [
    id,
    Object.fromEntries(group.map((cell) => [cell.contender, Math.round(cpuOf(cell))])),
  ]);
  return { work: Object.fromEntries(work) as object };
}

export function printComparison(comparison: Comparison): string {
  const groups = [...Map.groupBy(comparison.cells, ({ work }) => work).entries()];
  const tables = groups.map(
    ([work, cells]) =>
      `\n${work.id}  ${work.title}\n${table(
        head,
        inOrder(cells).map((cell) => row(cell, cells)),
      )}`,
  );
  const memory = table(
    ['most memory of the process, MB', 'at start', 'peak'],
    comparison.memory.map(({ process, atStart, peak }) => [process, atStart.toFixed(0), peak.toFixed(0)]),
  );
  return [
    'CPU of the gateway a request, all threads (µs: median, least and most of the rounds); ratios within a round, medians',
    ...tables,
    `\n${memory}`,
    ...notes(comparison),
    '',
    targets(comparison),
  ].join('\n');
}

function* notes({ cells }: Comparison): Iterable<string> {
  const slices = cells.flatMap((cell) => cell.slices);
  const idle = slices.filter(({ busy }) => busy < enough).length;
  const shared = slices.filter(({ busy, own }) => own < enough * busy).length;
  const of = `of ${slices.length} slices`;
  if (idle > 0) yield `* ${idle} ${of}: the gateway's core was less than 90 % busy, so the load was the limit`;
  if (shared > 0) yield `${shared} ${of}: other processes had more than a tenth of that core, so expect noise`;
}

/** Share of its core that a gateway must be kept busy. */
const enough = 0.9;

const head = [
  '',
  'µs',
  'least',
  'most',
  '/ ours',
  '/ raw',
  'req/s',
  'p50 ms',
  'p99 ms',
  'asked',
  'busy',
  'own',
  'cold ms',
  'cold CPU ms',
];

function row(cell: Cell, cells: readonly Cell[]): readonly string[] {
  const { contender, slices, cold } = cell;
  const of = (pick: (slice: Cell['slices'][number]) => number): number => median(slices.map(pick));
  const cpu = slices.map((slice) => slice.cpu);
  const share = of(({ busy }) => busy);
  return [
    names[contender],
    cpuOf(cell).toFixed(0),
    Math.min(...cpu).toFixed(0),
    Math.max(...cpu).toFixed(0),
    ratioTo('ours', cell, cells),
    ratioTo('raw', cell, cells),
    of(({ perSecond }) => perSecond).toFixed(0),
    of(({ p50 }) => p50).toFixed(1),
    of(({ p99 }) => p99).toFixed(1),
    of(({ asked }) => asked).toFixed(2),
    `${share.toFixed(2)}${share < enough ? '*' : ''}`,
    of(({ own }) => own).toFixed(2),
    cold ? cold.time.toFixed(0) : '',
    cold ? cold.cpu.toFixed(0) : '',
  ];
}

const names: Readonly<Record<ContenderName, string>> = {
  ours: 'ours',
  permit: 'ours, deciding nothing',
  stock: 'stock Apollo',
  hive: 'Hive Gateway',
  'hive-rust': 'Hive Gateway, Rust planner',
  mercurius: 'Mercurius',
  raw: 'raw limit',
};

const inOrder = (cells: readonly Cell[]): readonly Cell[] =>
  cells.toSorted((a, b) => Object.keys(names).indexOf(a.contender) - Object.keys(names).indexOf(b.contender));

function ratioTo(other: ContenderName, cell: Cell, cells: readonly Cell[]): string {
  const to = cells.find(({ contender }) => contender === other);
  return to && to !== cell ? ratio(cell, to).toFixed(2) : '';
}

const cpuOf = ({ slices }: Cell): number => median(slices.map(({ cpu }) => cpu));
