import { table } from '../figures.ts';
import type { Cell, Comparison } from './compareGateways.ts';
import type { ContenderName } from './Contender.ts';
import { ratio } from './ratio.ts';

const federation = ['Q1', 'Q2', 'Q3'] as const;

/** What the project wants of itself, and what this run says. */
export function targets({ cells, memory }: Comparison): string {
  const find = (id: string, name: ContenderName): Cell | undefined =>
    cells.find(({ work, contender }) => work.id === id && contender === name);
  const between = (a: Cell | undefined, b: Cell | undefined): number | null => (a && b ? ratio(a, b) : null);
  const bestPeer = (id: string): number | null => {
    const ours = find(id, 'ours');
    const ratios = (['stock', 'hive', 'hive-rust', 'mercurius'] as const).flatMap(
      (name) => between(find(id, name), ours) ?? [],
    );
    return ratios.length > 0 ? Math.min(...ratios) : null;
  };
  const rows: (readonly [string, number | null, 'at least' | 'at most', number])[] = [
    ...federation.map(
      (id, at) =>
        [`${id} stock / ours`, between(find(id, 'stock'), find(id, 'ours')), 'at least', [9, 6, 8][at] ?? NaN] as const,
    ),
    ...federation.map(
      (id, at) => [`${id} best peer / ours`, bestPeer(id), 'at least', [1.3, 3, 3][at] ?? NaN] as const,
    ),
    ...federation.map(
      (id, at) =>
        [
          `${id} ours / raw`,
          between(find(id, 'ours'), find(id, 'raw')),
          'at most',
          [1.6, 2.8, 2.1][at] ?? NaN,
        ] as const,
    ),
    ['A2 deciding / deciding nothing', between(find('A2', 'ours'), find('A2', 'permit')), 'at most', 1.4],
    ['A3 / A2', between(find('A3', 'ours'), find('A2', 'ours')), 'at most', 3.5],
    ['A3, tenth page / A2', between(find('A3p10', 'ours'), find('A2', 'ours')), 'at most', 3.5],
    ['peak memory of ours, MB', memory.find(([what]) => what.startsWith('ours'))?.[1] ?? null, 'at most', 300],
  ];
  const known = rows.flatMap(([what, value, bound, target]) =>
    value === null
      ? []
      : [
          [
            what,
            value.toFixed(2),
            `${bound} ${target}`,
            (bound === 'at least' ? value >= target : value <= target) ? 'met' : 'not met',
          ],
        ],
  );
  const voids = federation.flatMap((id) => {
    const value = between(find(id, 'stock'), find(id, 'raw'));
    return value === null || (value >= 10 && value <= 20)
      ? []
      : [`${id}: stock / raw is ${value.toFixed(1)} and not within 10 to 20: this run is VOID\n`];
  });
  return `${table(['target', 'here', '', ''], known)}${voids.join('')}`;
}
