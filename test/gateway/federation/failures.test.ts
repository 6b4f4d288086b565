import { describe, expect, it } from 'vitest';
import { BothGateways } from './BothGateways.ts';

const gateways = new BothGateways();

/** What both answer, and of what ours tells that it failed. */
async function failing(query: string, down: readonly string[] = []) {
  const { expected, actual } = await gateways.ask(query, {}, { down });
  expect(actual.data).toEqual(expected.data);
  const errors = (actual.errors ?? []).map(({ path = [], message }) => [path.join('.'), message]);
  expect(errors.length > 0).toBe((expected.errors ?? []).length > 0);
  return { data: JSON.parse(JSON.stringify(actual.data ?? null)) as unknown, errors };
}
const told = (...paths: readonly string[]) => paths.map((path) => [path, 'internal error']);

describe('a field that only another one requires, and that fails', () => {
  it('leaves the reader what does not require it', async () => {
    expect(await failing('{ item(id: "i3") { title ... on Report { words sheets letters } } }')).toEqual({
      data: { item: { title: 'Title 3', words: null, sheets: 2, letters: 0 } },
      errors: told('item.draft'),
    });
  });

  it('is told to a reader who gets a value for it', async () => {
    expect(await failing('{ office { post } }')).toEqual({
      data: { office: { post: 0 } },
      errors: told('office.fax'),
    });
  });

  it('is told once to a reader who asks for it as well', async () => {
    expect(await failing('{ office { fax post } }')).toEqual({
      data: { office: { fax: null, post: 0 } },
      errors: told('office.fax'),
    });
  });

  it('is told in each row of a list, in their order', async () => {
    const { data, errors } = await failing('{ items(first: 4, kind: REPORT) { ... on Report { words } } }');
    expect(data).toEqual({ items: [{ words: 3 }, { words: null }, { words: 3 }, { words: 3 }] });
    expect(errors).toEqual(told('items.1.draft'));
  });
});

it('an object that a subgraph cannot find is told in the place of what it knows of it', async () => {
  expect(await failing('{ people { name nick } }')).toMatchObject({ errors: told('people.2.nick') });
});

describe('a subgraph that does not answer', () => {
  it('is told in the place of what requires something of it', async () => {
    expect(await failing('{ office { toll docks } }', ['library'])).toEqual({
      data: { office: { toll: null, docks: 4 } },
      errors: told('office.toll'),
    });
  });

  it('is told in place of a field that must not be null', async () => {
    expect(await failing('{ office { rent docks } }', ['library'])).toEqual({
      data: { office: null },
      errors: told('office.rent'),
    });
  });

  it('takes nothing from a reader who does not ask what it knows of an object', async () => {
    expect(await failing('{ best { stars } }', ['library'])).toEqual({ data: { best: { stars: 3 } }, errors: [] });
  });

  it('is told where nobody else knows what an object is', async () => {
    expect(await failing('{ best { __typename stars } }', ['library'])).toEqual({
      data: { best: null },
      errors: told('best'),
    });
    expect(await failing('{ best { stars ... on Tool { version } } }', ['library'])).toEqual({
      data: { best: { stars: 3 } },
      errors: told('best.__typename'),
    });
  });
});

describe('a root field of which two subgraphs answer a part', () => {
  it('keeps what the other one brings, and the failure of the one that fails', async () => {
    const query = '{ office { phone docks } }';
    expect(await failing(query, ['library'])).toEqual({
      data: { office: { phone: null, docks: 4 } },
      errors: told('office.phone'),
    });
    expect(await failing(query, ['freight'])).toEqual({
      data: { office: { phone: '112', docks: null } },
      errors: told('office.docks'),
    });
  });

  it('is null for the failure of a part that must not be', async () => {
    expect(await failing('{ office { sign toll } }')).toEqual({ data: { office: null }, errors: told('office.sign') });
  });
});

describe('a value that is not what the contract says', () => {
  const wrongly = (query: string, from: string, to: string) =>
    gateways.ask(query, {}, { turned: (answer) => JSON.parse(JSON.stringify(answer).replace(from, to)) as object });
  const wrong: readonly (readonly [from: string, to: string])[] = [
    ['"docks":4', '"docks":"many"'],
    ['"docks":4', '"docks":[4]'],
    ['"docks":4', '"anchors":4'],
  ];

  it.each(wrong)('costs the reader that field alone: %s, %s', async (from, to) => {
    const { expected, actual } = await wrongly('{ office { docks } heaviest { id } }', from, to);
    expect(actual.data).toEqual({ office: { docks: null }, heaviest: { id: 'i11' } });
    expect(actual.data).toEqual(expected.data);
    expect(actual.errors).toMatchObject([{ path: ['office', 'docks'], message: 'internal error' }]);
  });

  it('costs the reader what cannot be without it', async () => {
    const { expected, actual } = await wrongly(
      '{ best { stars rating } editor { name } }',
      '"stars":3',
      '"stars":"three"',
    );
    expect(actual.data).toEqual({ best: null, editor: { name: 'Person 3' } });
    expect(actual.data).toEqual(expected.data);
  });
});

it('a scalar of a central subgraph can be any JSON value, given or asked by', async () => {
  const { expected, actual } = await gateways.ask(
    'query ($after: Stamp) { items(first: 2) { ... on Report { made printed(after: $after) now: printed(after: 7) } ... on Tool { made } } }',
    { after: 7 },
  );
  expect(actual).toMatchObject({
    data: { items: [{ made: { year: 2020, days: [1, 2] }, printed: true, now: true }, { made: 1_700_000_000_000 }] },
  });
  expect(actual.data).toEqual(expected.data);
});
