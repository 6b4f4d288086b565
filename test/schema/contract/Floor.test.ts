import { assert, constantFrom, property, record, subarray, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from '../../../schema/label/clearance.ts';
import { levels } from '../../../schema/label/level.ts';
import { atLeast, joinFloors, openFloor } from '../../../schema/lint/Floor.ts';

const floor = record({
  level: constantFrom(...levels),
  categories: subarray(['coi:EXCON', 'coi:SCEPVA', 'cav:ATOMAL']),
  roles: uniqueArray(subarray(roles.slice(0, 3), { minLength: 1 }), { maxLength: 2 }),
});

describe('a floor', () => {
  it('joined with another is at least as strict as either', () => {
    assert(
      property(floor, floor, (a, b) => {
        expect(atLeast(joinFloors(a, b), a) && atLeast(joinFloors(a, b), b)).toBe(true);
      }),
    );
  });

  it('is at least as strict as the open floor and as itself', () => {
    assert(
      property(floor, (a) => {
        expect(atLeast(a, openFloor) && atLeast(a, a)).toBe(true);
      }),
    );
  });

  it('for fewer roles is stricter than one for more', () => {
    const few = { ...openFloor, roles: [['ANALYST']] };
    const more = { ...openFloor, roles: [['ANALYST', 'POLICY_STAFF']] };
    expect([atLeast(few, more), atLeast(more, few)]).toEqual([true, false]);
  });
});
