import { describe, expect, it } from 'vitest';

import { directoryOf } from '../../../schema/alliance/directoryOf.ts';
import type { Label } from '../../../schema/label/label.ts';
import { labelAt } from '../../../schema/label/labelAt.ts';
import { parseLabel } from '../../../schema/label/parseMarking.ts';
import { resolve } from '../../../schema/label/resolve.ts';
import { registryNamed } from '../../support/registries.ts';

const directory = directoryOf(registryNamed('six nations'));
const now = Date.parse('2025-06-01');

function label(text: string): Label {
  const parsed = parseLabel(text, { originator: 'EST', createdOn: '2024-05-17' });
  if ('problem' in parsed) throw new TypeError(parsed.problem);
  return parsed;
}

const audienceOf = (written: Label): unknown => resolve(written, 'EST', directory, 'INCIDENTS', now).audience;

describe('what a label demands', () => {
  it('names nations and organisations, not coalitions and agreements', () => {
    expect(audienceOf(label('NR REL TO EU-MS,EST-LVA,INTERPOL'))).toEqual(['DEU', 'EST', 'INTERPOL', 'LVA', 'POL']);
  });

  it('is its successor from the set time on', () => {
    const written = label('NS UNTIL 2025-06-01T00:00:00.000Z THEN (NR REL TO NATO)');
    expect(labelAt(written, now - 1).level).toBe('NS');
    expect(labelAt(written, now).level).toBe('NR');
  });

  it('is its successor when the time is not a time', () => {
    const written = label('NR REL TO NATO');
    const broken = { ...written, succession: { at: 'soon', label: label('CTS') } };
    expect(labelAt(broken, now).level).toBe('CTS');
  });

  it('is nobody for TLP:RED without recipients', () => {
    const { recipients } = resolve({ ...label('NR'), tlp: 'RED' }, 'EST', directory, 'INCIDENTS', now);
    expect(recipients).toEqual([]);
  });

  it('is nobody for an originator that the registry does not know, or for none', () => {
    expect(audienceOf({ ...label('NR REL TO NATO'), originators: ['EST', 'ATLANTIS'] })).toEqual([]);
    expect(audienceOf({ ...label('NU REL TO ALL TLP:CLEAR'), originators: [] })).toEqual([]);
  });

  it('is the owner and its security officer for what is unlabelled', () => {
    expect(resolve('UNLABELLED', 'POL', directory, 'LESSONS', now)).toEqual({
      level: 'CTS',
      audience: ['POL'],
      eyes: 'ALL',
      recipients: 'ALL',
      allOf: [],
      anyOf: [],
      orcon: ['POL'],
      originators: ['POL'],
      officerOnly: true,
    });
  });
});
