import { buildSchema, type GraphQLObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../gateway/errors.ts';
import { Planted } from '../../../gateway/federation/plantErrors.ts';
import { Shape } from '../../../gateway/federation/Shape.ts';
import { Entry, together } from '../../../gateway/federation/tree.ts';

const schema = buildSchema('type Query { office: Office } type Office { phone: String sign: String! docks: Int }');
const office = schema.getType('Office') as GraphQLObjectType;
const { phone, sign } = office.getFields();
const shape = new Shape(office);
shape.parts.push({
  on: office,
  fields: [phone, sign].flatMap((field) =>
    field ? [{ ...field, key: field.name, conditional: false, shape: null, reference: false }] : [],
  ),
});
/** Of the fetch that brings `phone` and `sign`. */
const failed = (...below: readonly string[]) =>
  new Planted(new CodedError('INTERNAL_SERVER_ERROR'), below).inPlaceOf(schema, shape);

/** What a reader gets of the other fetch, which brings `docks`, and where the failure is told. */
function partsOf(failure: Planted, brought: (entry: Entry) => unknown, turned: boolean) {
  const entry = new Entry('Office', 'ALLIANCE', null);
  entry.values['docks'] = 4;
  const value = brought(entry);
  expect(turned ? together(failure, value) : together(value, failure)).toEqual(value);
  return Object.fromEntries(
    Object.entries(entry.values).map(([key, part]) => [key, part instanceof Planted ? 'failed' : part]),
  );
}

describe.each([false, true])(
  'of an object of which one fetch fails and another one does not, whichever comes first',
  (turned) => {
    it('there is what came, and the failure in place of the rest', () => {
      expect(partsOf(failed(), (entry) => entry, turned)).toEqual({ docks: 4, phone: 'failed', sign: 'failed' });
      expect(partsOf(failed(), (entry) => [entry, null], turned)).toEqual({
        docks: 4,
        phone: 'failed',
        sign: 'failed',
      });
    });

    it('a part that may be null has not failed where another one has', () => {
      expect(partsOf(failed('sign'), (entry) => entry, turned)).toEqual({ docks: 4, sign: 'failed' });
    });
  },
);
