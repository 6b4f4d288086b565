import { expect, it } from 'vitest';
import { judgeSoak, slopeOf, type Stretch } from './soak/judgeSoak.ts';

const noise = [0.4, -0.3, 0.1, -0.5, 0.2, 0.5, -0.2, 0, -0.4, 0.3];
/** Ten stretches over three hours. */
const stretches = (change: (hours: number, number: number) => Partial<Stretch>): readonly Stretch[] =>
  noise.map((off, number) => {
    const at = number * 20;
    return { at, requests: 1_000, memory: 400 + off, descriptors: 40, ...change(at / 60, number) };
  });
const growing = (perHour: number) =>
  stretches((hours, number) => ({ memory: 400 + (noise[number] ?? 0) + perHour * hours }));

it('memory that comes and goes has not grown', () => {
  const { slope, problems } = judgeSoak(stretches(() => ({})));
  expect(Math.abs(slope)).toBeLessThan(0.2);
  expect(problems).toEqual([]);
});

it('memory that grows by 2 MB an hour has', () => {
  const { slope, growth, scatter, problems } = judgeSoak(growing(2));
  expect(slope).toBeCloseTo(2, 0);
  expect(growth).toBeGreaterThan(scatter);
  expect(problems).toEqual([expect.stringMatching(/^memory grew by \d\.\d MB an hour, more than 1$/)]);
});

it('what grows by less than 1 MB an hour may', () => {
  expect(judgeSoak(growing(0.7))).toMatchObject({ problems: [] });
});

it('a slope that is lost in the scatter of a short run is no growth', () => {
  // Five minutes, at 5 MB an hour and by chance some more.
  const short = stretches((hours, number) => ({
    at: number / 2,
    memory: 400 + (5 * hours) / 40 - (noise[9 - number] ?? 0),
  }));
  const { slope, problems } = judgeSoak(short);
  expect(slope).toBeGreaterThan(1);
  expect(problems).toEqual([]);
});

it('one stretch that stands out bends no slope', () => {
  expect(slopeOf([0, 1, 2, 3, 4, 5, 6].map((x) => ({ x, y: x === 5 ? 1_000 : 3 * x })))).toBe(3);
  expect(judgeSoak(stretches((_, number) => (number === 9 ? { memory: 460 } : {})))).toMatchObject({ problems: [] });
});

it('one stretch that stands out hides no growth', () => {
  const { problems } = judgeSoak(
    stretches((hours, number) => ({ memory: 400 + (noise[number] ?? 0) + 4 * hours + (number === 5 ? 40 : 0) })),
  );
  expect(problems).toEqual([expect.stringMatching(/^memory grew by [34]\.\d MB an hour/)]);
});

it('one open descriptor more at the end is too many, and fewer are not', () => {
  const opened = (last: number) => stretches((_, number) => ({ descriptors: number === 9 ? last : 40 }));
  expect(judgeSoak(opened(41)).problems).toEqual(['open descriptors grew from 40 to 41']);
  expect(judgeSoak(opened(39)).problems).toEqual([]);
});

it('a gateway that answers nothing, or was never measured, has not stood the test', () => {
  const silent = stretches((_, number) => (number === 4 ? { requests: 0 } : {}));
  expect(judgeSoak(silent).problems).toEqual(['nothing was answered for a whole stretch']);
  expect(judgeSoak([]).problems).toEqual(['too short to be judged']);
});
