import { describe, expect, it } from 'vitest';
import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { staysAsStrict } from '../../subgraphs/runtime/staysAsStrict.ts';
import { registryNamed } from '../support/registries.ts';

const now = Date.parse('2025-06-04T12:00:00.000Z');
const plain = registryNamed('six nations');
/** Estonia and Latvia agree from July on. */
const registry = {
  ...plain,
  agreements: [
    ...plain.agreements.filter(({ code }) => code !== 'EST-LVA'),
    {
      id: `ALLIANCE:g:${'0'.repeat(26)}`,
      code: 'EST-LVA',
      title: 'Mutual assistance',
      kind: 'BILATERAL' as const,
      parties: ['EST', 'LVA'],
      ceiling: 'NS' as const,
      covers: ['INCIDENTS' as const],
      from: '2025-07-01T00:00:00.000Z',
      until: null,
    },
  ],
};
const outlook = { registry, directory: directoryOf(registry), domain: 'INCIDENTS' as const, now };

function strict(text: string, than: string): boolean {
  const [one, other] = [text, than].map((each) => {
    const marking = parseMarking(`${each} ORIGINATOR EST CREATED 2025-01-01`) ?? parseMarking(each);
    if (!marking) throw new TypeError(each);
    return { label: marking.label, owner: 'EST' };
  });
  return one !== undefined && other !== undefined && staysAsStrict(one, other, outlook);
}

const estonian = 'NR REL TO EST';
const succeededBy = (later: string) =>
  `NR REL TO EST ORIGINATOR EST CREATED 2025-01-01 UNTIL 2025-08-01T00:00:00.000Z THEN (${later} ORIGINATOR EST CREATED 2025-01-01)`;

describe('a label on what is made from a record', () => {
  it('is as strict as the same label, and as a weaker one', () => {
    expect(strict(estonian, estonian)).toBe(true);
    expect(strict('NS REL TO EST', 'NR REL TO EST,NATO')).toBe(true);
    expect(strict('NR REL TO EST,NATO', estonian)).toBe(false);
  });

  it('must not be one that opens later: by its successor', () => {
    expect(strict(succeededBy('NR REL TO EST,NATO'), estonian)).toBe(false);
    expect(strict(succeededBy('NS REL TO EST'), estonian)).toBe(true);
  });

  it('must not be one that opens later: by an agreement that begins', () => {
    expect(strict('NR REL TO EST,EST-LVA', estonian)).toBe(false);
    expect(strict(estonian, 'NR REL TO EST,EST-LVA')).toBe(true);
  });

  it('must not name what means nothing to this nation, as it may mean something to others', () => {
    expect(strict('NR REL TO EST,GBR-USA', estonian)).toBe(false);
    expect(strict('NR REL TO EST,GBR-USA', 'NR REL TO EST,GBR-USA')).toBe(true);
  });

  it('may open when the record itself does', () => {
    expect(strict(succeededBy('NR REL TO EST,NATO'), succeededBy('NR REL TO EST,NATO'))).toBe(true);
  });
});
