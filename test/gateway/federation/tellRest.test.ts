import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { ContractModel } from '../../../gateway/contract/ContractModel.ts';
import { CodedError } from '../../../gateway/errors.ts';
import { Planted } from '../../../gateway/federation/plantErrors.ts';
import { tellRest } from '../../../gateway/federation/tellRest.ts';
import { Entry } from '../../../gateway/federation/tree.ts';

const schemaWith = (fields: string) =>
  buildSchema(
    `type Query { course: Course courses: [Course] } type Course { hours: Int cost: Int parts: [Course] ${fields} }`,
  );
const told = schemaWith('');
const schema = schemaWith('secret: [Course]');
const failure = new CodedError('INTERNAL_SERVER_ERROR');

function entry(type: string, values: Readonly<Record<string, unknown>>): Entry {
  const made = new Entry(type, 'ALLIANCE', null);
  Object.assign(made.values, values);
  return made;
}
const course = (values: Readonly<Record<string, unknown>>) => entry('Course', values);
const hidden = Object.assign(course({ hours: new Planted(failure) }), { admission: 'hidden' });

/** Where failures are told, of a root with these values, to a reader who gets `data`. */
function places(values: Readonly<Record<string, unknown>>, data: object, { hasLabels = false } = {}) {
  const model = { schema, hasLabels, floors: new Map([['Course.cost', []]]) } as unknown as ContractModel;
  const isThere = (value: unknown) => !(value instanceof Entry) || value.admission !== 'hidden';
  const telling = { model, told, isThere, untold: new Set([failure]) };
  return tellRest(telling, entry('Query', values), data).map(({ path = [] }) => path.join('.'));
}

describe('a failure at what a reader does not ask for', () => {
  it('is told in the place where it would stand', () => {
    const planted = new Planted(failure);
    expect(places({ a: course({ hours: planted }) }, { a: {} })).toEqual(['a.hours']);
    expect(places({ a: course({ parts: [course({ hours: planted })] }) }, { a: {} })).toEqual(['a.parts.0.hours']);
  });

  it('names no field that is not for every reader', () => {
    const planted = new Planted(failure);
    expect(places({ a: course({ cost: planted }) }, { a: {} })).toEqual(['a']);
    expect(places({ a: course({ secret: [course({ hours: planted })] }) }, { a: {} })).toEqual(['a']);
    expect(places({ a: course({ __gw_key: planted }) }, { a: {} })).toEqual([]);
  });

  it('does not go by a name that the reader has given to something else', () => {
    const planted = new Planted(failure);
    expect(places({ a: course({ hours: planted, __as_hours: 7 }) }, { a: { hours: 7 } })).toEqual(['a']);
    expect(places({ a: course({ hours: planted, __as_hours: planted }) }, { a: { hours: null } })).toEqual(['a']);
  });

  it('goes by the alias of a reader who asked for it under a condition that is not met', () => {
    expect(places({ a: course({ b: new Planted(failure) }) }, { a: {} })).toEqual(['a.b']);
  });

  it('tells nothing of a row that the reader may not see, not even that it is there', () => {
    const row = course({ hours: new Planted(failure) });
    expect(places({ courses: [hidden, row] }, { courses: [{}] })).toEqual(['courses.0.hours']);
    expect(places({ courses: [hidden] }, { courses: [] })).toEqual([]);
    expect(places({ a: course({ parts: [hidden, row] }) }, { a: {} }, { hasLabels: true })).toEqual(['a.parts']);
  });

  it('is told in one order, whatever came first', () => {
    const [hours, parts] = [new Planted(failure), new Planted(failure)];
    expect(places({ a: course({ hours, parts }) }, { a: {} })).toEqual(['a.hours', 'a.parts']);
    expect(places({ a: course({ parts, hours }) }, { a: {} })).toEqual(['a.hours', 'a.parts']);
  });

  it('is not told in what a null has taken away, or a second time', () => {
    const planted = new Planted(failure);
    expect(places({ a: course({ hours: planted }) }, { a: null })).toEqual([]);
    expect(places({ a: course({ hours: planted }) }, { a: { hours: null } })).toEqual([]);
    expect(places({ a: course({ hours: new Planted(new CodedError('OVERLOADED')) }) }, { a: {} })).toEqual([]);
  });
});
