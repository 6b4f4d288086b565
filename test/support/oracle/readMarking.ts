/** A label as its text says it. A clause that is not there is null or empty. */
export interface LabelFacts {
  readonly level: string;
  /** Names; null = everybody. */
  readonly releasedTo: readonly string[] | null;
  readonly eyesOnly: readonly string[] | null;
  readonly recipients: readonly string[] | null;
  readonly allOf: readonly string[];
  readonly anyOf: readonly (readonly string[])[];
  /** `GREEN`, `AMBER+STRICT`, ... */
  readonly tlp: string | null;
  readonly orcon: readonly string[];
  readonly originators: readonly string[];
  readonly successor: { readonly at: number; readonly label: LabelFacts } | null;
}

export interface MarkingFacts {
  /** Null = unlabelled. */
  readonly label: LabelFacts | null;
  /** By field. */
  readonly portions: ReadonlyMap<string, LabelFacts>;
}

/** Reads the text of a marking with patterns, one clause at a time. What it cannot read throws. */
export function readMarking(text: string): MarkingFacts {
  const [record = '', ...portions] = withoutQuotes(text).split(' | ');
  return {
    label: record === 'UNLABELLED' ? null : readLabel(record),
    portions: new Map(
      portions.map((portion) => {
        const colon = portion.indexOf(': ');
        return [portion.slice(0, colon), readLabel(portion.slice(colon + 2))];
      }),
    ),
  };
}

/** The label of a single record or portion; null = unlabelled. */
export function readLabelText(text: string): LabelFacts | null {
  const known = read.get(text);
  if (known !== undefined) return known;
  if (read.size >= mostKept) read.clear();
  const { label } = readMarking(text);
  read.set(text, label);
  return label;
}

const read = new Map<string, LabelFacts | null>();
const mostKept = 20_000;

/** Quoted texts decide nothing, and may hold anything. */
const withoutQuotes = (text: string): string => text.replaceAll(/"(?:\\.|[^"\\])*"/g, '""');

function readLabel(text: string): LabelFacts {
  const [, before = '', at, after] = /^(.*?)(?: UNTIL (\S+) THEN \((.*)\))?$/.exec(text) ?? [];
  const level = /^(NU|NR|NC|NS|CTS) REL TO /.exec(before)?.[1];
  const originators = listIn(before, 'ORIGINATOR');
  if (level === undefined || originators === null) throw new TypeError(`not a label: ${text}`);
  return {
    level,
    releasedTo: listIn(before, 'REL TO'),
    eyesOnly: listIn(before, 'EYES ONLY'),
    recipients: listIn(before, 'RECIPIENTS'),
    allOf: listIn(before, 'ALL OF') ?? [],
    anyOf: [...before.matchAll(/ ANY OF (\S+)/g)].map(([, group = '']) => group.split(',')),
    tlp: / TLP:(\S+)/.exec(before)?.[1] ?? null,
    orcon: listIn(before, 'ORCON') ?? [],
    originators,
    successor: at !== undefined && after !== undefined ? { at: new Date(at).getTime(), label: readLabel(after) } : null,
  };
}

function listIn(text: string, words: string): readonly string[] | null {
  const names = new RegExp(` ${words} (\\S+)`).exec(text)?.[1];
  if (names === undefined || names === 'ALL') return null;
  return names === 'NOBODY' ? [] : names.split(',');
}
