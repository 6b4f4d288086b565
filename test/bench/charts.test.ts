import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chartFolder, readCharts } from './chartFiles.ts';
import { drawChart, type Chart } from './drawChart.ts';

const chart = (changes: Partial<Chart> = {}): Chart => ({
  title: 'A chart',
  x: { label: 'across', log: false },
  y: { label: 'up' },
  note: 'measured once',
  lines: [
    {
      name: 'a line',
      points: [
        [0, 0],
        [5, 20],
        [10, 40],
      ],
    },
  ],
  ...changes,
});

const points = (svg: string): readonly (readonly number[])[] =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="3.5"/g)].map(([, x, y]) => [Number(x), Number(y)]);

describe('a chart', () => {
  it('puts a value half as high half as high, and half as far half as far', () => {
    const [first = [], second = [], third = []] = points(drawChart(chart()));
    expect(second[0]).toBeCloseTo(((first[0] ?? 0) + (third[0] ?? 0)) / 2, 0);
    expect(second[1]).toBeCloseTo(((first[1] ?? 0) + (third[1] ?? 0)) / 2, 0);
    expect(first[1]).toBeGreaterThan(third[1] ?? 0);
  });

  it('puts equal factors equally far apart where its axis is logarithmic', () => {
    const svg = drawChart(
      chart({
        x: { label: 'records', log: true },
        lines: [
          {
            name: 'ms',
            points: [
              [10, 1],
              [100, 1],
              [1000, 1],
            ],
          },
        ],
      }),
    );
    const [first = [], second = [], third = []] = points(svg);
    expect((third[0] ?? 0) - (second[0] ?? 0)).toBeCloseTo((second[0] ?? 0) - (first[0] ?? 0), 0);
    expect(svg).toContain('>1,000</text>');
  });

  it('says in words what it shows, and takes nothing from elsewhere', () => {
    const svg = drawChart(chart({ title: '0 < 1 & "so on"' }));
    for (const words of ['0 &lt; 1 &amp; &quot;so on&quot;', 'across', 'up', 'measured once', 'a line'])
      expect(svg).toContain(`>${words}</`);
    expect(svg).not.toMatch(/<script|href|url\(|@import/);
  });

  it('draws a single point, and lines of nothing', () => {
    expect(points(drawChart(chart({ lines: [{ name: 'one', points: [[3, 0]] }] })))).toHaveLength(1);
    expect(drawChart(chart({ lines: [] }))).not.toMatch(/NaN|Infinity/);
  });
});

describe('the charts of the README', () => {
  const charts = Object.entries(readCharts());

  it('are there', () => expect(charts.length).toBeGreaterThan(2));

  it.each(charts)('%s is what its numbers draw', (name, numbers) => {
    expect(readFileSync(`${chartFolder}${name}.svg`, 'utf8')).toBe(drawChart(numbers));
  });

  it('are all shown there', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    for (const [name] of charts) expect(readme).toContain(`test/bench/charts/${name}.svg`);
  });
});
