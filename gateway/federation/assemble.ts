import type { Assembly, Fill } from './Assembly.ts';
import { askSubgraph, type CentralAnswer } from './askSubgraph.ts';
import type { Run } from './Run.ts';
import { Spliced, type ScannedAnswer } from './Spliced.ts';
import type { CentralStep } from './Step.ts';
import { fieldIn } from './writeRecord.ts';

/**
 * Asks all that goes into an assembly, and puts it into the tree as bytes. False: some answer is not as it would be
 * written. The steps of the assembly then go the ordinary way, and find in `run.came` what has been answered.
 */
export async function assemble(run: Run, { step, scan, fills, roots }: Assembly): Promise<boolean> {
  const answers: ScannedAnswer[] = [];
  const ask = async (number: number, asked: CentralStep, how: Parameters<typeof askSubgraph>[2]): Promise<boolean> => {
    const came = await askSubgraph(run, asked, how);
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
    const { entities, entityOf } = entitiesFor(fill, answers[fill.into]);
    if (entities.length === 0) return true;
    const representations = `[${entities.join(',')}]`;
    if (!(await ask(number, fill.step, { representations, scan: fill.scan }))) return false;
    return place(fill, answers[fill.into], entityOf, answers[number], entities.length) && fillAll(number);
  };
  if (!(await ask(0, step, { scan })) || !(await fillAll(0))) return false;
  for (const [key, write] of roots) run.root.values[key] = new Spliced(() => write(answers, 0));
  return true;
}

/** What a scanned answer says: it was found to be JSON without keys that it should not have. */
const reread =
  ({ text }: ScannedAnswer) =>
  (): CentralAnswer =>
    JSON.parse(Buffer.from(text, 'latin1').toString()) as CentralAnswer;

/** The representations, each once, in the order in which they come first; and which of them each record asks for. */
function entitiesFor({ typeName, place: number, keys }: Fill, into: ScannedAnswer | undefined) {
  const numbers = new Map<string, number>();
  const entityOf = (into?.places[number] ?? []).map((record) => {
    // Whatever is put together costs more to look up than what is only cut out.
    const [first = -1, ...others] = keys;
    let fields = fieldIn(into, record, first);
    for (const field of others) fields += `,${fieldIn(into, record, field)}`;
    return numbers.getOrInsert(fields, numbers.size);
  });
  const before = `{"__typename":${JSON.stringify(typeName)},`;
  return { entities: [...numbers.keys()].map((fields) => `${before}${fields}}`), entityOf };
}

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
