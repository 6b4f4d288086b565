import type { Assembly, Fill } from './Assembly.ts';
import { askSubgraph, type CentralAnswer } from './askSubgraph.ts';
import type { Run } from './Run.ts';
import { Spliced, type ScannedAnswer } from './Spliced.ts';
import type { CentralStep } from './Step.ts';
import { valueIn } from './writeRecord.ts';

/**
 * Asks all that goes into an assembly, and puts it into the tree as bytes. False: some answer is not as it would be
 * written. The steps of the assembly then go the ordinary way, and find in `run.came` what has been answered.
 */
export async function assemble(run: Run, { step, scan, fills, roots }: Assembly): Promise<boolean> {
  const answers: ScannedAnswer[] = [];
  const ask = async (number: number, asked: CentralStep, extra: object, look: Assembly['scan']): Promise<boolean> => {
    const came = await askSubgraph(run, asked, { ...extra }, look);
    run.came.set(asked, 'marks' in came ? reread(came) : () => came);
    if (!('marks' in came)) return false;
    answers[number] = came;
    return true;
  };
  const fillAll = async (into: number): Promise<boolean> => {
    const filled = fills.map(async (fill, index) => fill.into !== into || fillIn(fill, index + 1));
    return (await Promise.all(filled)).every(Boolean);
  };
  const fillIn = async (fill: Fill, number: number): Promise<boolean> => {
    const { representations, entityOf } = entitiesFor(fill, answers[fill.into]);
    if (representations.length === 0) return true;
    if (!(await ask(number, fill.step, { representations }, fill.scan))) return false;
    return place(fill, answers[fill.into], entityOf, answers[number], representations.length) && fillAll(number);
  };
  if (!(await ask(0, step, {}, scan)) || !(await fillAll(0))) return false;
  for (const [key, write] of roots) run.root.values[key] = new Spliced(() => write(answers, 0));
  return true;
}

/** What a scanned answer says: it was found to be JSON without keys that it should not have. */
const reread =
  ({ text }: ScannedAnswer) =>
  (): CentralAnswer =>
    JSON.parse(Buffer.from(text, 'latin1').toString()) as CentralAnswer;

/** Each entity once, in the order in which it comes first; and which of them each record asks for. */
function entitiesFor({ typeName, place, keys }: Fill, into: ScannedAnswer | undefined) {
  const numbers = new Map<string, number>();
  const representations: Record<string, unknown>[] = [];
  const entityOf = (into?.places[place] ?? []).map((record) => {
    const values = keys.map(([name, field]) => valueIn(into, record, field, name));
    const text = values.join(',');
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, representations.length);
    const named = keys.map(([name], index) => [name, parsed(values[index] ?? '')] as const);
    return representations.push({ __typename: typeName, ...Object.fromEntries(named) }) - 1;
  });
  return { representations, entityOf };
}

const parsed = (bytes: string): unknown => JSON.parse(Buffer.from(bytes, 'latin1').toString());

/** Tells each record where the marks of its entity are. False: the answer has more or fewer entities. */
function place(
  { place: number, slot }: Fill,
  into: ScannedAnswer | undefined,
  entityOf: readonly number[],
  came: ScannedAnswer | undefined,
  asked: number,
): boolean {
  if (!into || !came) return false;
  const rows = came.marks[1] ?? -1;
  const end = came.marks[rows] ?? -1;
  const entities: number[] = [];
  for (let item = rows + 1; item < end; item = came.marks[item] ?? end) entities.push(item + 1);
  if (entities.length !== asked) return false;
  into.places[number]?.forEach((record, index) => (into.marks[record + slot] = entities[entityOf[index] ?? 0] ?? -1));
  return true;
}
