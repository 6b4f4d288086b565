import { inThread } from '../inThread.ts';
import type { FrameFinding, FrameResult } from './frameCase.ts';
import type { FrameOrder } from './worker.ts';

export interface FrameSummary {
  readonly cases: number;
  /** Writes. */
  readonly steps: number;
  /** Writes that are another one in the pruned stores. */
  readonly counted: number;
  readonly frames: number;
  readonly found: readonly FrameFinding[];
}

/** Runs cases in a thread of its own until one differs; `fault`: with this leak planted. */
export async function compareFrames(
  order: FrameOrder,
  told: (soFar: FrameSummary) => void,
  fault?: string,
): Promise<FrameSummary> {
  let summary: FrameSummary = { cases: 0, steps: 0, counted: 0, frames: 0, found: [] };
  await inThread(
    'frames/worker.ts',
    order,
    (message) => {
      const { steps, counted, frames, finding } = message as FrameResult;
      summary = {
        cases: summary.cases + 1,
        steps: summary.steps + steps,
        counted: summary.counted + counted,
        frames: summary.frames + frames,
        found: finding ? [...summary.found, finding] : summary.found,
      };
      told(summary);
    },
    fault,
  );
  return summary;
}
