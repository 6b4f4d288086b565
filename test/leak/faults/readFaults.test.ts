import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFrameFaults } from '../frames/readFrameFaults.ts';
import { planted, readFaults } from './readFaults.ts';

const faults = [...readFaults(), ...readFrameFaults()];

describe('the leaks that are planted', () => {
  it('are forty and more, each with a name of its own', () => {
    expect(faults.length).toBeGreaterThanOrEqual(40);
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
  });

  it.each(faults)('$id fits the source that it is planted in: $fault', (fault) => {
    for (const file of new Set(fault.edits.map((edit) => edit.file))) {
      const source = readFileSync(file, 'utf8');
      expect(planted(fault, file, source)).not.toBe(source);
    }
  });
});
