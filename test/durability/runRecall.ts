import { Dice } from '../leak/Dice.ts';
import { RecallTrial, type RecallFinding } from './RecallTrial.ts';
import { RecallWatch } from './RecallWatch.ts';
import { startRealAlliance, type DatabaseKind } from './startRealAlliance.ts';

export interface RecallOptions {
  readonly trials: number;
  readonly database: DatabaseKind;
  readonly workers: number;
  readonly seed: number;
  /** Ends earlier then. */
  readonly minutes?: number;
  readonly fault?: string;
  readonly report?: (soFar: RecallFigures) => void;
}

export interface RecallFigures {
  readonly trials: number;
  /** That readers got after something was hidden or shown. */
  readonly answers: number;
  readonly alerts: number;
  /** How often streams of alerts ended early. */
  readonly resumed: number;
  readonly seconds: number;
  readonly findings: readonly RecallFinding[];
}

const nations = ['EST', 'LVA', 'POL'];
const atOnce = 4;

/** Hides incidents from readers who saw them, and looks at once; each as often with several others under way. */
export async function runRecall(options: RecallOptions): Promise<RecallFigures> {
  const { database, workers, fault } = options;
  const begun = performance.now();
  const dice = new Dice(options.seed);
  const alliance = await startRealAlliance({ nations, database, workers, ...(fault !== undefined && { fault }) });
  const watches: RecallWatch[] = [];
  try {
    // Some lose it when it is raised to NS, and all when it is Estonia's alone.
    for (const reader of [
      { nation: 'LVA', level: 'NR', subject: 'rita of Latvia' },
      { nation: 'POL', level: 'NS', subject: 'piotr of Poland' },
    ]) {
      watches.push(await RecallWatch.open(alliance, reader));
    }
    const token = await alliance.token({ nation: 'EST', subject: 'originator' });
    const findings: RecallFinding[] = [];
    let trials = 0;
    const places = dice.times(
      atOnce,
      (index) =>
        new RecallTrial({
          alliance,
          watches,
          dice: dice.fork(),
          token,
          tag: `place-${index}`,
          find: (finding) => void findings.push(finding),
        }),
    );
    const figures = (): RecallFigures => ({
      trials,
      answers: places.reduce((sum, { answers }) => sum + answers, 0),
      alerts: watches.reduce((sum, { alerts }) => sum + alerts.length, 0),
      resumed: watches.reduce((sum, { resumed }) => sum + resumed, 0),
      seconds: Math.round((performance.now() - begun) / 1_000),
      findings,
    });
    const end = begun + (options.minutes ?? Infinity) * 60_000;
    await Promise.all(
      places.map(async (place) => {
        await place.prepare();
        while (trials < options.trials && performance.now() < end) {
          trials += 1;
          await place.run();
          options.report?.(figures());
        }
      }),
    );
    return { ...figures(), findings: [...findings, ...watches.flatMap((watch) => watch.findings())] };
  } finally {
    for (const watch of watches) watch.leave();
    await alliance.stop();
  }
}
