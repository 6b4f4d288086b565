import { beforeAll, describe, expect, it } from 'vitest';
import type { WireAnswer } from './Bench.ts';
import { askSequence, firstDifference } from './Sequence.ts';

const seed = Math.floor(Date.now() / 86_400_000);

let answers: ReadonlyMap<number, WireAnswer>;
beforeAll(async () => {
  answers = await askSequence({ seed, order: 'forwards' });
});

describe(`readers who share a gateway (seed ${seed})`, () => {
  it('get different answers to the same operations', () => {
    expect(new Set([...answers.values()].map(({ body }) => body)).size).toBeGreaterThan(50);
  });

  it('get what they got before, whoever asks in between', async () => {
    const backwards = await askSequence({ seed, order: 'backwards' });
    expect(backwards.size).toBe(answers.size);
    expect(firstDifference(answers, backwards)).toBeNull();
  });

  it('get in parallel what they get one after the other', async () => {
    const together = await askSequence({ seed, order: 'together' });
    expect(together.size).toBe(answers.size);
    expect(firstDifference(answers, together)).toBeNull();
  });

  it('get what a gateway answers that has never answered anybody', async () => {
    for (const number of [0, 100, 200, 300, 399]) {
      const fresh = await askSequence({ seed, order: 'forwards', only: [number] });
      expect(fresh.get(number)).toEqual(answers.get(number));
    }
  });
});
