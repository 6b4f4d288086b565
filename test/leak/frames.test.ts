import { expect, it } from 'vitest';
import { compareFrames } from './frames/compareFrames.ts';

/** A seed a day: every day asks other questions, and all who test on one day ask the same. */
const seed = Math.floor(Date.now() / 86_400_000);
const orders = [
  { seed, store: 'sql', cases: 40, minutes: 15 },
  { seed: seed + 1, store: 'model', cases: 100, minutes: 15 },
] as const;

it.each(orders)(
  'a reader is sent the same alerts over full stores ($store) and over those pruned for them',
  async (order) => {
    const { cases, counted, frames, found } = await compareFrames(order, () => undefined);
    expect(found, `seed ${order.seed}`).toEqual([]);
    expect(cases).toBe(order.cases);
    expect(counted).toBeGreaterThan(cases);
    expect(frames).toBeGreaterThan(cases);
  },
);

it.each(['E01', 'E04', 'E07'])(
  'would be noticed: leak %s of alerts, planted, shows within a few cases',
  async (fault) => {
    const { found } = await compareFrames(
      { seed: 20261126, store: 'sql', cases: 20, minutes: 10 },
      () => undefined,
      fault,
    );
    expect(found).toHaveLength(1);
  },
);
