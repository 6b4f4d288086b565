import type { Charts } from '../chartFiles.ts';
import type { Line } from '../drawChart.ts';
import type { StoreFigure, StoresFigures } from './stores.ts';

/** Records stored, depth of paging, share of hidden rows: each against the time of one page. */
export function storesCharts({ rounds, figures }: StoresFigures): Charts {
  const note = `Estonia's subgraph on PostgreSQL, 25 rows over HTTP, medians of ${rounds} rounds`;
  const largest = Math.max(...figures.map(({ records }) => records));
  const pages = figures.filter(({ question }) => question.startsWith('page '));
  const hidden = ({ hidden }: StoreFigure): string => `${hidden} % hidden`;
  const records = (one: StoreFigure): number => one.records;
  const y = { label: 'milliseconds' };
  return {
    'stores-records': {
      title: 'First page of a nation, by incidents stored',
      x: { label: 'incidents stored', log: true },
      y,
      note,
      lines: linesOf(
        pages.filter(({ question }) => question === 'page 1'),
        hidden,
        records,
      ),
    },
    'stores-depth': {
      title: `A page of a nation that stores ${largest.toLocaleString('en-US')} incidents, by depth`,
      x: { label: 'number of the page', log: true },
      y,
      note,
      lines: linesOf(
        pages.filter((one) => one.records === largest),
        hidden,
        ({ question }) => Number(question.slice('page '.length)),
      ),
    },
    'stores-questions': {
      title: 'Other questions to a nation, by incidents stored',
      x: { label: 'incidents stored', log: true },
      y,
      note: `${note}; nothing hidden`,
      lines: linesOf(
        figures.filter(
          ({ question, hidden }) => hidden === 0 && (question === 'page 1' || !question.startsWith('page ')),
        ),
        ({ question }) => question,
        records,
      ),
    },
  };
}

const linesOf = (
  figures: readonly StoreFigure[],
  name: (figure: StoreFigure) => string,
  x: (figure: StoreFigure) => number,
): readonly Line[] =>
  [...Map.groupBy(figures, name)].map(([each, of]) => ({
    name: each,
    points: of.map((figure) => [x(figure), Math.round(figure.median * 10) / 10] as const),
  }));
