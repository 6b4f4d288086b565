import type { GraphQLSchema } from 'graphql';
import type { StoredRecord } from '../support/oracle/prune.ts';
import type { LeakCase } from './LeakCase.ts';
import { smallerOperations } from './shrinkOperation.ts';

/** How often a smaller case is tried at most. */
const mostAttempts = 600;

/** The smallest case that still fails: fewer selections, fewer records, fewer labels, a plainer reader. */
export async function shrinkCase(
  leakCase: LeakCase,
  schema: GraphQLSchema,
  fails: (smaller: LeakCase) => Promise<boolean>,
): Promise<LeakCase> {
  let smallest = leakCase;
  let attempts = 0;
  const shrinkers = [
    (one: LeakCase) => smallerOperations(one.operation, schema).map((operation) => ({ ...one, operation })),
    fewerRecords,
    plainerRecords,
    plainerReaders,
  ];
  for (let before: LeakCase | null = null; before !== smallest && attempts < mostAttempts;) {
    before = smallest;
    for (const shrink of shrinkers) {
      for (let found = true; found && attempts < mostAttempts;) {
        found = false;
        for (const candidate of shrink(smallest)) {
          attempts += 1;
          if (attempts > mostAttempts || !(await fails(candidate))) continue;
          smallest = candidate;
          found = true;
          break;
        }
      }
    }
  }
  return smallest;
}

/** Without one half of the records, then a quarter, and so on to single ones. */
function* fewerRecords(one: LeakCase): Iterable<LeakCase> {
  const all = Object.values(one.alliance.records).flat();
  for (let size = Math.ceil(all.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < all.length; from += size) {
      const gone = new Set(all.slice(from, from + size));
      yield mapRecords(one, (record) => (gone.has(record) ? [] : [record]));
    }
  }
}

/** Without the portion labels of one record. */
function plainerRecords(one: LeakCase): LeakCase[] {
  const marked = Object.values(one.alliance.records)
    .flat()
    .filter(({ portions }) => Object.keys(portions).length > 0);
  return marked.map((plain) => mapRecords(one, (record) => [record === plain ? { ...record, portions: {} } : record]));
}

function plainerReaders(one: LeakCase): LeakCase[] {
  const { reader, down } = one;
  const { categories, roles } = reader;
  return [
    ...down.map((code) => ({ ...one, down: down.filter((other) => other !== code) })),
    ...categories.map((name) => ({
      ...one,
      reader: { ...reader, categories: categories.filter((other) => other !== name) },
    })),
    ...roles.map((name) => ({ ...one, reader: { ...reader, roles: roles.filter((other) => other !== name) } })),
  ];
}

function mapRecords(one: LeakCase, map: (record: StoredRecord) => readonly StoredRecord[]): LeakCase {
  const records: LeakCase['alliance']['records'] = Object.fromEntries(
    Object.entries(one.alliance.records).map(([nation, own]) => [nation, own.flatMap(map)]),
  );
  return { ...one, alliance: { ...one.alliance, records } };
}
