import { benchAlerts, printAlerts } from './alerts/alerts.ts';
import { readCharts, writeCharts, type Charts } from './chartFiles.ts';
import { benchGrowth, printGrowth } from './growth/growth.ts';
import { growthCharts } from './growth/growthCharts.ts';
import { benchHiddenRows, printHiddenRows } from './hiddenRows.ts';
import { benchHostile, printHostile } from './hostile.ts';
import type { BenchName, BenchOptions } from './readBenchOptions.ts';
import { benchSoak, printSoak } from './soak/soak.ts';
import { benchStores, printStores } from './stores/stores.ts';
import { storesCharts } from './stores/storesCharts.ts';

export interface Outcome {
  readonly figures: object;
  readonly text: string;
  readonly charts?: Charts;
  /** What makes the run a failure, once its figures were told. */
  readonly problems?: readonly string[];
}

type Bench = (options: BenchOptions, progress: (line: string) => void) => Promise<Outcome>;

/** What the command line calls by name; everything else is the comparison of gateways. */
export const namedBenches: Readonly<Record<BenchName, Bench>> = {
  hidden: async ({ rounds }, progress) => {
    const figures = await benchHiddenRows(rounds ?? 400, progress);
    return { figures, text: printHiddenRows(figures) };
  },
  hostile: async (_, progress) => {
    const figures = await benchHostile(progress);
    return { figures, text: printHostile(figures) };
  },
  alerts: async ({ rounds }, progress) => {
    const figures = await benchAlerts(rounds ?? 100, progress);
    return { figures, text: printAlerts(figures) };
  },
  stores: async ({ rounds, records }, progress) => {
    const figures = await benchStores(rounds ?? 40, records, progress);
    return { figures, text: printStores(figures), charts: storesCharts(figures) };
  },
  growth: async ({ rounds }, progress) => {
    const figures = await benchGrowth(rounds ?? 7, progress);
    return { figures, text: printGrowth(figures), charts: growthCharts(figures) };
  },
  soak: async ({ minutes }, progress) => {
    const figures = await benchSoak(minutes, progress);
    return { figures, text: printSoak(figures), problems: figures.problems };
  },
  charts: async () => {
    const files = writeCharts(readCharts());
    return { figures: { files }, text: `${files.join('\n')}\n` };
  },
};
