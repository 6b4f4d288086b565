import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { run } from './Command.ts';

const step = z.object({
  title: z.string(),
  told: z.string(),
  seen: z.array(z.object({ reader: z.string(), data: z.record(z.string(), z.unknown()) })).length(3),
});

describe('npm run scenario', () => {
  let steps: readonly z.infer<typeof step>[];
  const seenBy = (title: string, reader: string): string => {
    const found = steps.find((one) => one.title === title)?.seen.find((one) => one.reader.startsWith(reader));
    return JSON.stringify(found?.data);
  };

  beforeAll(async () => {
    const { code, text } = await run('subgraphs/demo/scenario/scenario.ts', ['--json']);
    if (code !== 0) throw new Error(text);
    steps = z.array(step).parse(JSON.parse(text));
  });

  it('is heard of by those whom a report reaches, and by nobody else', () => {
    expect(seenBy('A wiper at a substation', 'EU')).toContain('"kind":"REPORTED"');
    expect(seenBy('Latvia has seen it too', 'Estonia')).toContain('"kind":"REPORTED"');
    expect(seenBy('Latvia has seen it too', 'Poland')).toBe('{"alerts":[]}');
  });

  it('reads to each as far as their clearance goes', () => {
    expect(seenBy('Who reads what of it', 'Latvia')).toContain('HOLLOW PINE');
    expect(seenBy('Who reads what of it', 'Poland')).not.toContain('HOLLOW PINE');
    expect(seenBy('Who reads what of it', 'EU')).toContain('"description":null');
    expect(seenBy('The same file in both', 'Estonia')).toContain('The same wiper at a grid operator');
    expect(seenBy('The same file in both', 'Poland')).toContain('"edges":[]');
    expect(seenBy('The two are linked', 'Poland')).toContain('"edges":[]');
    expect(seenBy('Poland offers, Germany cannot', 'Estonia')).toContain('without charge');
    expect(seenBy('Poland offers, Germany cannot', 'United States')).toContain('"terms":null');
    expect(seenBy('Who is behind it?', 'Estonia')).toContain('"requester":{"code":"USA"}');
    expect(seenBy('Who is behind it?', 'Latvia')).toContain('"edges":[]');
    expect(seenBy('Released to one nation more', 'United States')).toContain('HOLLOW PINE');
    expect(seenBy('Released to one nation more', 'Germany')).toContain('"attribution":null');
    expect(seenBy('Taken back from one reader', 'EU')).toBe('{"incident":null}');
    expect(seenBy('The next exercise trains it', 'Estonia')).toContain('"injects":{"edges":[]}');
    expect(seenBy('The inject is played', 'Estonia')).toContain('"expectedReaction":null');
  });

  it('says why a step was refused, in words of what its writer may know', () => {
    expect(steps.find(({ title }) => title === 'Raised to the alliance')?.told).toContain('S5_EMERGENCY');
    expect(steps.find(({ title }) => title === 'Closed, and learned from')?.told).toContain('REL TO EST, LVA');
  });

  it('a flag that does not exist is a clear error', async () => {
    const { code, text } = await run('subgraphs/demo/scenario/scenario.ts', ['--quick']);
    expect(code).toBe(2);
    expect(text).toContain('usage: npm run scenario');
  });
});
