import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { carriedClearance, parsePassportClaims } from '../../schema/passport.ts';
import { registryNamed } from '../support/registries.ts';
import { clearanceTowards, parseTestReader } from '../support/TestReader.ts';

const clearance = clearanceTowards(
  parseTestReader('LVA CTS coi:EXCON role:ANALYST'),
  'EST',
  registryNamed('six nations'),
  0,
);
const carried = carriedClearance(clearance);
const claims = {
  iss: 'http://127.0.0.1:4000',
  aud: 'EST',
  iat: 1000,
  exp: 1060,
  registry: 'digest',
  clearance: carried,
};

describe('a passport', () => {
  it('carries the whole clearance', () => {
    expect(parsePassportClaims(JSON.parse(JSON.stringify(claims)))).toEqual({ ...claims, clearance });
  });

  it.each<[string, unknown]>([
    ['it is nothing', null],
    ['a claim is missing', { ...claims, registry: undefined }],
    ['it has a claim that is not known', { ...claims, jti: 'x' }],
    ['it is for several', { ...claims, aud: ['EST', 'LVA'] }],
    ['it lasts longer than a minute', { ...claims, exp: 1061 }],
    ['it ends before it begins', { ...claims, exp: 1000 }],
    ['its time is not whole seconds', { ...claims, iat: 1000.5 }],
    ['a domain is missing', { ...claims, clearance: { ...carried, levels: { INCIDENTS: 'NS' } } }],
    ['a level is unknown', { ...claims, clearance: { ...carried, levels: { ...carried.levels, LESSONS: 'SECRET' } } }],
    [
      'a lower level is unknown',
      { ...claims, clearance: { ...carried, lower: [{ of: ['POL'], levels: { LESSONS: 'SECRET' } }] } },
    ],
    [
      'a lower level is for no code',
      { ...claims, clearance: { ...carried, lower: [{ of: ['constructor'], levels: { LESSONS: 'NU' } }] } },
    ],
    ['lower levels are for nobody', { ...claims, clearance: { ...carried, lower: [{ of: [], levels: {} }] } }],
    [
      'lower levels for one originator are told twice',
      { ...claims, clearance: { ...carried, lower: [{ of: ['POL', 'POL'], levels: { LESSONS: 'NU' } }] } },
    ],
    ['a role is unknown', { ...claims, clearance: { ...carried, roles: ['ADMIN'] } }],
    ['a category has no prefix', { ...claims, clearance: { ...carried, categories: ['EXCON'] } }],
    ['the assurance is unknown', { ...claims, clearance: { ...carried, aal: 4 } }],
    ['the reader has no pseudonym', { ...claims, clearance: { ...carried, pseudonym: '' } }],
  ])('is none when %s', (_title, value) => {
    expect(parsePassportClaims(value)).toBeNull();
  });

  it('is none, whatever else it is, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(parsePassportClaims(value)).toBeNull();
      }),
    );
  });
});
