import { sql } from 'kysely';
import { generateAlliance } from '../../../subgraphs/adapters/generator/generateAlliance.ts';
import type { LabelledRecord } from '../../../subgraphs/runtime/LabelledRecord.ts';
import { nationContract } from '../../../subgraphs/runtime/nationContract.ts';
import { openDatabase, type Database } from '../../../subgraphs/runtime/openDatabase.ts';
import { storedForm } from '../../../subgraphs/runtime/storedForm.ts';
import { bilateral, id, link } from '../../subgraphs/support/testRecords.ts';
import { noon, registry, type TestNation } from '../../subgraphs/support/TestNation.ts';

type AnyRecord = LabelledRecord<string, string>;

/** Of a thousand incidents so many are at this level or a lower one. */
const shares = [
  ['NU', 1],
  ['NR', 10],
  ['NC', 500],
  ['NS', 1000],
] as const;
const years = Array.from({ length: 10 }, (_, number) => 2016 + number);
const labelText = (level: string, year: number): string =>
  `${level} REL TO EST,NATO ORIGINATOR EST CREATED ${year}-01-01`;
const labels = shares.flatMap(([level]) => years.map((year) => labelText(level, year)));
const [ids, times, contents] = [0x1d5, 0x71e5000, 0xc0ffee00];
const rowsAtOnce = 20_000;
const linksOfHub = 50;

/**
 * Fills Estonia's store with `size` incidents under forty labels, and a tenth as many links. The store itself writes
 * some sixty records; they are copied inside the database, under other ids, times and labels, in no order of any.
 */
export async function fillStore(nation: TestNation, source: string, size: number): Promise<void> {
  const incidents = templates();
  const links = [link(2 ** 32, hub(0), hub(1))];
  await nation.put(...[...incidents, ...links].map((record, number) => ({ ...record, label: pick(labels, number) })));
  const database = await openDatabase(source, 'EST');
  try {
    await copyAll(database, size, (number) => incidentAt(number, pick(incidents, scrambled(number, contents))));
    await copyAll(database, size / 10, (number) => linkAt(number, pick(links, number)));
    await nation.running.records.remove([...incidents, ...links].map((record) => record.id));
    await sql`vacuum analyze`.execute(database.kysely);
  } finally {
    await database.close();
  }
}

/** An incident that fifty others link to, of which there are more the more incidents there are. */
export const hub = (number: number): string => incidentId(number * 500 + 1);

/** As the demo would make them; portions that have a label of their own are for the readers of everything. */
function templates(): readonly AnyRecord[] {
  const alliance = generateAlliance({ seed: 'bench', nations: ['EST', 'LVA', 'POL'], now: noon, alliance: registry });
  return (alliance.get('EST') ?? [])
    .filter(({ __typename }) => __typename === 'Incident')
    .map((record) => ({
      ...record,
      portions: Object.fromEntries(Object.keys(record.portions).map((field) => [field, bilateral])),
    }));
}

interface Copy {
  readonly template: AnyRecord;
  readonly record: AnyRecord;
  readonly changes: Readonly<Record<string, string>>;
}

function incidentAt(number: number, template: AnyRecord): Copy {
  const at = new Date(noon - scrambled(number, times) * 50).toISOString();
  return copyOf(template, incidentId(number), number, { reportedAt: at, updatedAt: at });
}

function linkAt(number: number, template: AnyRecord): Copy {
  const changes = { from: incidentId(number * 10 + 5), to: hub(Math.floor(number / linksOfHub)) };
  return copyOf(template, id('l', scrambled(number, ids)), number, changes);
}

const copyOf = (template: AnyRecord, own: string, number: number, changes: Readonly<Record<string, string>>): Copy => ({
  template,
  record: { ...template, ...changes, id: own, label: labelOf(number) },
  changes,
});

function labelOf(number: number): string {
  const place = (number * 617) % 1000;
  const [level] = shares.find(([, below]) => place < below) ?? shares[3];
  return labelText(level, pick(years, Math.floor(number / 1000)));
}

const incidentId = (number: number): string => id('i', scrambled(number, ids));

/** Another number for each, below 2^32, in no order that one would see (the finish of MurmurHash3). */
function scrambled(number: number, seed: number): number {
  let mixed = number ^ seed;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

async function copyAll(database: Database, count: number, copyAt: (number: number) => Copy): Promise<void> {
  for (let begin = 0; begin < count; begin += rowsAtOnce) {
    const length = Math.min(rowsAtOnce, count - begin);
    await copy(
      database,
      Array.from({ length }, (_, index) => copyAt(begin + index)),
    );
  }
}

async function copy({ kysely, schema }: Database, copies: readonly Copy[]): Promise<void> {
  const { types } = nationContract();
  const forms = copies.map(({ record, template, changes }) => {
    const type = types.get(record.__typename);
    if (!type) throw new TypeError(`\`${record.__typename}\` is no type of record`);
    return { ...storedForm(record, type), template: template.id, changes };
  });
  const [records, labels] = [sql.id(schema, 'records'), sql.id(schema, 'labels')];
  await sql`
    insert into ${records}
    select made.id, template.type, labels.id, template.portion_labels, template.body || made.changes, template.search,
      made.keys, template.changed_at, template.portion_times
    from unnest(${forms.map((form) => form.id)}::text[], ${forms.map((form) => form.template)}::text[],
      ${forms.map((form) => form.label)}::text[], ${forms.map((form) => JSON.stringify(form.changes))}::jsonb[],
      ${forms.map((form) => JSON.stringify(form.sortKeys))}::jsonb[]) as made(id, template, label, changes, keys)
    join ${records} as template on template.id = made.template
    join ${labels} as labels on labels.text = made.label`.execute(kysely);
  const references = forms.flatMap((form) => form.references.map((reference) => ({ ...reference, record: form.id })));
  await sql`
    insert into ${sql.id(schema, 'record_references')}
    select * from unnest(${references.map(({ record }) => record)}::text[],
      ${references.map(({ field }) => field)}::text[], ${references.map(({ target }) => target)}::text[])`.execute(
    kysely,
  );
}

function pick<T>(items: readonly T[], number: number): T {
  const item = items[number % items.length];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
