import type { Label, Tlp } from './label.ts';
import { labelProblem } from './labelProblem.ts';
import { isLevel } from './level.ts';
import { MarkingReader, UnreadableMarking } from './MarkingReader.ts';
import { sorted } from './names.ts';

/** What a short label leaves out. */
export interface LabelDefaults {
  readonly originator: string;
  /** `YYYY-MM-DD` */
  readonly createdOn: string;
}

type Clause = (reader: MarkingReader, defaults: LabelDefaults | undefined) => Partial<Label>;

const tlpWords: ReadonlyMap<string, Tlp> = new Map([
  ['TLP:CLEAR', 'CLEAR'],
  ['TLP:GREEN', 'GREEN'],
  ['TLP:AMBER', 'AMBER'],
  ['TLP:AMBER+STRICT', 'AMBER_STRICT'],
  ['TLP:RED', 'RED'],
]);

const clauses: ReadonlyMap<string, Clause> = new Map<string, Clause>([
  ['REL TO', (reader) => ({ releasableTo: reader.names() })],
  ['EYES ONLY', (reader) => ({ eyesOnly: reader.names() })],
  ['RECIPIENTS', (reader) => ({ recipients: reader.names() })],
  ['ALL OF', (reader) => ({ allOf: reader.list() })],
  ['ORCON', (reader) => ({ orcon: reader.list() })],
  ['ORIGINATOR', (reader) => ({ originators: reader.list() })],
  ['CREATED', (reader) => ({ createdOn: reader.take() })],
  ['REVIEW', (reader) => ({ reviewAt: reader.take() })],
  ['AS', (reader) => ({ originatorMarking: reader.quoted() })],
  ['INFO', (reader) => ({ info: reader.quotedList() })],
  ['UNTIL', (reader, defaults) => ({ succession: { at: reader.take(), label: readSuccessor(reader, defaults) } })],
]);

const firstOfTwo: ReadonlySet<string> = new Set(['REL', 'EYES', 'ALL', 'ANY']);
const ends: ReadonlySet<string | undefined> = new Set([undefined, '|', ')']);

/**
 * Reads one label, its clauses in any order. With defaults, originator and day of labelling may be left out, and the
 * label is released to its one originator too.
 */
export function readLabel(reader: MarkingReader, defaults: LabelDefaults | undefined): Label {
  const label = readUnchecked(reader, defaults);
  const problem = labelProblem(label);
  if (problem !== null) throw new UnreadableMarking(problem);
  return label;
}

function readUnchecked(reader: MarkingReader, defaults: LabelDefaults | undefined): Label {
  const level = reader.take();
  if (!isLevel(level)) throw new UnreadableMarking(`\`${level}\` is not a level: write NU, NR, NC, NS or CTS`);
  const read: Partial<Label>[] = [];
  const seen = new Set<string>();
  const anyOf: (readonly string[])[] = [];
  while (!ends.has(reader.next)) {
    const first = reader.take();
    const words = firstOfTwo.has(first) ? `${first} ${reader.take()}` : first;
    const kind = tlpWords.has(words) ? 'TLP' : words;
    if (words === 'ANY OF') {
      anyOf.push(reader.list());
      continue;
    }
    if (seen.has(kind)) throw new UnreadableMarking(`\`${words}\` is there twice`);
    seen.add(kind);
    read.push(readClause(words, reader, defaults));
  }
  const draft = read.reduce((parts, part) => ({ ...parts, ...part }), {});
  return complete({ ...draft, level, anyOf: distinct(anyOf) }, defaults);
}

function readClause(words: string, reader: MarkingReader, defaults: LabelDefaults | undefined): Partial<Label> {
  const tlp = tlpWords.get(words);
  if (tlp) return { tlp };
  const clause = clauses.get(words);
  if (!clause) throw new UnreadableMarking(`\`${words}\` is not a clause of a label`);
  return clause(reader, defaults);
}

function readSuccessor(reader: MarkingReader, defaults: LabelDefaults | undefined): Label {
  reader.expect('THEN');
  reader.expect('(');
  const successor = readUnchecked(reader, defaults);
  reader.expect(')');
  return successor;
}

function complete(read: Partial<Label> & Pick<Label, 'level' | 'anyOf'>, defaults: LabelDefaults | undefined): Label {
  const originators = read.originators ?? (defaults && [defaults.originator]);
  if (!originators) throw new UnreadableMarking('`ORIGINATOR` is missing');
  const createdOn = read.createdOn ?? defaults?.createdOn;
  if (createdOn === undefined) throw new UnreadableMarking('`CREATED` is missing');
  const released = read.releasableTo ?? (defaults && []);
  if (!released) throw new UnreadableMarking('`REL TO` is missing');
  const toItself = defaults && originators.length === 1 && released !== 'ALL';
  return {
    level: read.level,
    releasableTo: toItself ? sorted([...released, ...originators]) : released,
    eyesOnly: read.eyesOnly ?? 'ALL',
    recipients: read.recipients ?? 'ALL',
    allOf: read.allOf ?? [],
    anyOf: read.anyOf,
    tlp: read.tlp ?? null,
    orcon: read.orcon ?? [],
    originators,
    originatorMarking: read.originatorMarking ?? null,
    info: read.info ?? [],
    createdOn,
    reviewAt: read.reviewAt ?? null,
    succession: read.succession ?? null,
  };
}

function distinct(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return sorted(groups.map((group) => group.join())).map((group) => group.split(','));
}
