import type { Charts } from '../chartFiles.ts';
import type { Chart } from '../drawChart.ts';
import type { GrowthFigures } from './growth.ts';
import type { GrowthWork } from './growthWork.ts';

const titles: Readonly<Record<GrowthWork['grows'], readonly [title: string, x: Chart['x']]>> = {
  nations: ['Cost of a request, by nations asked', { label: 'nations, 25 rows a page', log: false }],
  rows: ['Cost of a request, by rows a page', { label: 'rows of eight nations', log: false }],
  links: ['Cost of a request, by depth of links', { label: 'links on the way, each to another nation', log: false }],
  operations: ['Cost of a request, by operations in rotation', { label: 'distinct operations', log: true }],
};

/** One for each respect in which work grows. */
export const growthCharts = ({ rounds, figures }: GrowthFigures): Charts =>
  Object.fromEntries(
    [...Map.groupBy(figures, ({ grows }) => grows)].map(([grows, of]) => {
      const [title, x] = titles[grows];
      const points = of.map(({ size, cpu }) => [size, Math.round(cpu) / 1000] as const);
      const note = `CPU of the whole gateway process, every check on, nations answering from memory, medians of ${rounds} rounds`;
      return [
        `growth-${grows}`,
        { title, x, y: { label: 'milliseconds' }, note, lines: [{ name: 'CPU a request', points }] },
      ];
    }),
  );
