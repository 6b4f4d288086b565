import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { drawChart, type Chart } from './drawChart.ts';

/** Charts by the name of their files. */
export type Charts = Readonly<Record<string, Chart>>;

export const chartFolder = fileURLToPath(new URL('charts/', import.meta.url));

const numbers = z.strictObject({
  title: z.string(),
  x: z.strictObject({ label: z.string(), log: z.boolean() }),
  y: z.strictObject({ label: z.string() }),
  note: z.string(),
  lines: z.array(z.strictObject({ name: z.string(), points: z.array(z.tuple([z.number(), z.number()])) })),
});

/** The numbers of a chart as `NAME.json`, and the chart as `NAME.svg`. */
export function writeCharts(charts: Charts, folder = chartFolder): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return Object.entries(charts).map(([name, chart]) => {
    writeFileSync(`${folder}${name}.json`, textOf(chart));
    writeFileSync(`${folder}${name}.svg`, drawChart(chart));
    return `${folder}${name}.svg`;
  });
}

/** A point a line. */
const textOf = (chart: Chart): string =>
  `${JSON.stringify(chart, null, 2).replaceAll(/\[\s+([\d.]+),\s+([\d.]+)\s+\]/g, '[$1, $2]')}\n`;

/** What the folder holds the numbers of. */
export function readCharts(folder = chartFolder): Charts {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -'.json'.length),
      numbers.parse(JSON.parse(readFileSync(folder + file, 'utf8'))),
    ]),
  );
}
