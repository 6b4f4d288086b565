import { expect, it } from 'vitest';
import type { Cell, Comparison } from './comparison/compareGateways.ts';
import type { ContenderName } from './comparison/Contender.ts';
import { comparisonJson, printComparison } from './comparison/printComparison.ts';

const slice = { perSecond: 1, p50: 1, p99: 1, busy: 1, own: 1, asked: 2 };

const cell = (contender: ContenderName, ...cpu: number[]): Cell => ({
  work: { id: 'Q1', title: 'a record', connections: 16, variants: [] },
  contender,
  cold: null,
  slices: cpu.map((each) => ({ ...slice, cpu: each })),
});

const comparison = (...cells: Cell[]): Comparison => ({
  cells,
  memory: [{ process: 'ours', atStart: 200, peak: 250 }],
});

it('ratios are of the same round, so that a slow moment is nobody’s', () => {
  const printed = printComparison(comparison(cell('ours', 10, 10, 100), cell('stock', 100, 90, 1000)));
  expect(printed).toMatch(/Q1 stock \/ ours +10\.00 +at least 9 +met/);
});

it('a peer that is left out leaves out its targets, not the others', () => {
  const printed = printComparison(comparison(cell('ours', 30), cell('raw', 10)));
  expect(printed).toMatch(/Q1 ours \/ raw +3\.00 +at most 1\.6 +not met/);
  expect(printed).not.toContain('stock / ours');
});

it('a run in which stock costs too little beside the raw limit is void', () => {
  expect(printComparison(comparison(cell('stock', 90), cell('raw', 10)))).toContain('VOID');
  expect(printComparison(comparison(cell('stock', 150), cell('raw', 10)))).not.toContain('VOID');
});

it('for a machine there are medians in microseconds', () => {
  expect(comparisonJson(comparison(cell('ours', 10, 30, 20), cell('hive-rust', 7.6)))).toEqual({
    work: { Q1: { ours: 20, 'hive-rust': 8 } },
  });
});
