import { table } from '../figures.ts';
import type { Cell, Comparison } from './compareGateways.ts';
import { peers, type ContenderName } from './Contender.ts';
import { ratio } from './ratio.ts';

interface Target {
  readonly what: string;
  /** Null: not measured in this run. */
  readonly value: number | null;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
}

/** What ordinary federation is to cost beside others. */
const federation = [
  { id: 'Q1', stock: 9, best: 1.3, raw: 1.6 },
  { id: 'Q2', stock: 6, best: 3, raw: 2.8 },
  { id: 'Q3', stock: 8, best: 3, raw: 2.1 },
] as const;

/** Where stock Apollo lies beside the raw limit on a machine that can be believed. */
const believable = { least: 10, most: 20 };

/** What the project wants of itself, and what this run says. */
export function targets(comparison: Comparison): string {
  const rows = targetsOf(comparison).flatMap(({ what, value, bound, limit }) => {
    if (value === null) return [];
    const isMet = bound === 'at least' ? value >= limit : value <= limit;
    return [[what, value.toFixed(2), `${bound} ${limit}`, isMet ? 'met' : 'not met']];
  });
  const voids = federation.flatMap(({ id }) => {
    const value = between(comparison, [id, 'stock'], [id, 'raw']);
    if (value === null || (value >= believable.least && value <= believable.most)) return [];
    return [`${id}: stock / raw is ${value.toFixed(1)}, not from 10 to 20: this run is VOID\n`];
  });
  return `${table(['target', 'here', '', ''], rows)}${voids.join('')}`;
}

function targetsOf(comparison: Comparison): readonly Target[] {
  const least = (what: string, value: number | null, limit: number) =>
    ({ what, value, bound: 'at least', limit }) as const;
  const most = (what: string, value: number | null, limit: number) =>
    ({ what, value, bound: 'at most', limit }) as const;
  const ratioOf = (a: Place, b: Place): number | null => between(comparison, a, b);
  const ours = comparison.memory.filter(({ process }) => process.startsWith('ours')).map(({ peak }) => peak);
  return [
    ...federation.map(({ id, stock }) => least(`${id} stock / ours`, ratioOf([id, 'stock'], [id, 'ours']), stock)),
    ...federation.map(({ id, best }) => least(`${id} best peer / ours`, bestPeer(comparison, id), best)),
    ...federation.map(({ id, raw }) => most(`${id} ours / raw`, ratioOf([id, 'ours'], [id, 'raw']), raw)),
    most('A2 deciding / deciding nothing', ratioOf(['A2', 'ours'], ['A2', 'permit']), 1.4),
    most('A3 / A2', ratioOf(['A3', 'ours'], ['A2', 'ours']), 3.5),
    most('A3, tenth page / A2', ratioOf(['A3p10', 'ours'], ['A2', 'ours']), 3.5),
    most('peak memory of ours, MB', ours.length > 0 ? Math.max(...ours) : null, 300),
  ];
}

type Place = readonly [work: string, contender: ContenderName];

function between({ cells }: Comparison, ...places: readonly [Place, Place]): number | null {
  const find = ([id, name]: Place): Cell | undefined =>
    cells.find(({ work, contender }) => work.id === id && contender === name);
  const [a, b] = [find(places[0]), find(places[1])];
  return a && b ? ratio(a, b) : null;
}

function bestPeer(comparison: Comparison, id: string): number | null {
  const ratios = peers.flatMap((peer) => between(comparison, [id, peer], [id, 'ours']) ?? []);
  return ratios.length > 0 ? Math.min(...ratios) : null;
}
