import { nationMayKnow } from '../support/oracle/nationMayKnow.ts';
import { ownerOf, recordVerdict, type Reading, type StoredRecord, type Stores } from '../support/oracle/prune.ts';
import { factsOf, recordFacts } from '../support/oracle/recordFacts.ts';
import { floorCode } from '../support/oracle/verdict.ts';
import type { Asked, Departed } from './Bench.ts';
import { canariesIn } from './canaries.ts';
import type { LockMode, Operation } from './LeakCase.ts';
import type { Pruned } from './prunedFor.ts';
import { wrongRow } from './wrongRow.ts';

/** Something that left the gateway for somebody who may not have it. */
export interface Escape {
  /** `reader`, a nation's code or `log`. */
  readonly to: string;
  readonly escaped: string;
  /** What it stood in. */
  readonly text: string;
}

export interface WatchOptions {
  readonly stores: Stores;
  readonly reading: Reading;
  readonly lock: LockMode;
  /** What the reader may read at the present sign-in. */
  readonly readable: Pruned;
}

/** Stands at every way out of the gateway, for the time of one reader. */
export class Watch {
  readonly #reading: Reading;
  readonly #lock: LockMode;
  readonly #records: ReadonlyMap<string, StoredRecord>;
  readonly #readable: ReadonlySet<string>;
  readonly #seen: readonly StoredRecord[];
  /** Matches the name of every field and input whose floor is shut for this reader. */
  readonly #shut: RegExp | null;
  /** Names of fields and inputs for whose floor only the sign-in is too weak. */
  readonly #weak: readonly string[];
  readonly #mayTell = new Map<string, boolean>();

  constructor({ stores, reading, lock, readable }: WatchOptions) {
    this.#reading = reading;
    this.#lock = lock;
    this.#records = new Map([...stores.values()].flat().map((record) => [record.id, record]));
    this.#seen = [...readable.stores.values()].flat();
    this.#readable = new Set(canariesIn(JSON.stringify([...readable.stores])));
    const shut = floored.filter(([, floor]) => floorCode(floor, reading) !== null).map(([name]) => name);
    this.#weak = floored.filter(([, floor]) => floorCode(floor, reading) === stepUp).map(([name]) => name);
    this.#shut = shut.length === 0 ? null : new RegExp(String.raw`\b(${shut.join('|')})\b(?!": ?null)`);
  }

  /** The first thing in or beside an answer that somebody was told who may not know it. */
  escapeFrom(
    { headers, body, departed }: Asked,
    { query, variables }: Operation,
    /** Marks that the reader has sent in writes: those they may read back. */
    written: ReadonlySet<string> = new Set(),
  ): Escape | null {
    const readers = { to: 'reader', text: `${JSON.stringify(headers)} ${body}` };
    const escaped = canariesIn(readers.text).find((canary) => !this.#readable.has(canary) && !written.has(canary));
    if (escaped !== undefined) return { ...readers, escaped };
    // Two answers that fail alike would show nothing.
    if (body.includes('INTERNAL_SERVER_ERROR')) return { ...readers, escaped: 'INTERNAL_SERVER_ERROR' };
    const wrong = wrongRow(body, this.#records, this.#reading);
    if (wrong !== undefined) return { ...readers, escaped: wrong };
    const offered = this.#wrongOffer(body, { query, variables });
    if (offered !== undefined) return { ...readers, escaped: offered };
    const own = new Set(canariesIn(JSON.stringify([query, variables])));
    const compared = query.includes('sharedIndicators') ? this.#compared(variables) : [];
    for (const each of departed) {
      const may = new Set([...own, ...compared.flatMap((record) => this.#valuesFor(each.to, record, variables))]);
      const told = each.to === 'log' ? canariesIn(each.text)[0] : this.#toldTooMuch(each, may);
      if (told !== undefined) return { ...each, escaped: told };
    }
    return null;
  }

  /** A stronger sign-in is offered for a record asked for by id which it would open, or for a floor, and for nothing else. */
  #wrongOffer(body: string, operation: Operation): string | undefined {
    if (!body.includes(stepUp)) return undefined;
    const { errors = [] } = JSON.parse(body) as { errors?: readonly ReaderError[] };
    const wrong = errors.find(({ path = [], extensions }) => {
      if (extensions.code !== stepUp) return false;
      const id = path.length === 1 ? idAskedFor(operation, String(path[0])) : undefined;
      if (id === undefined) return !this.#weak.some((name) => JSON.stringify(operation).includes(name));
      const record = this.#records.get(id);
      return record === undefined || recordVerdict(record, this.#reading) !== 'stepUp';
    });
    return wrong && `${stepUp} at ${wrong.path?.join('.')}`;
  }

  /** What a reader writes into a filter goes to the nations that are asked, and what is compared; nothing else of any record does. */
  #toldTooMuch({ to, text }: Departed, own: ReadonlySet<string>): string | undefined {
    const shut = this.#shut?.exec(withoutNamedFields(text))?.[0];
    if (shut !== undefined) return shut;
    const canary = canariesIn(text).find((one) => !own.has(one));
    if (canary !== undefined) return canary;
    const ids = text.match(recordId) ?? [];
    return ids.find((id) => !this.#mayKnow(to, id));
  }

  /** The indicators of incidents that the reader names, as the reader sees them. */
  #compared(variables: Operation['variables']): readonly StoredRecord[] {
    const named = new Set(Object.values(variables));
    return this.#seen.filter(({ __typename, incident }) => __typename === 'Indicator' && named.has(incident));
  }

  /** The value of such an indicator, if the reader names the nation and all of it lets the nation know it. */
  #valuesFor(
    nation: string,
    { id, incident, pattern }: StoredRecord,
    variables: Operation['variables'],
  ): readonly string[] {
    const isNamed = Object.values(variables).some((value) => Array.isArray(value) && value.includes(nation));
    const record = this.#records.get(id);
    if (!isNamed || record === undefined || typeof pattern !== 'string') return [];
    const portion = record.portions['pattern'];
    const lets = [
      this.#mayKnow(nation, id, null),
      this.#mayKnow(nation, String(incident), null),
      portion === undefined || nation === ownerOf(record) || this.#decide(nation, { ...record, label: portion }, null),
    ];
    return lets.every(Boolean) ? canariesIn(pattern) : [];
  }

  /** `askedBy`: null for more than the id. */
  #mayKnow(nation: string, id: string, askedBy: string | null = this.#reading.reader.nation): boolean {
    if (id === nobody || id.startsWith(`${nation}:`)) return true;
    const memo = `${nation} ${id} ${askedBy}`;
    const known = this.#mayTell.get(memo) ?? this.#decide(nation, this.#records.get(id), askedBy);
    this.#mayTell.set(memo, known);
    return known;
  }

  /** Only of what the reader may have; a gateway whose own lock is open cannot know that. */
  #decide(nation: string, record: StoredRecord | undefined, askedBy: string | null): boolean {
    if (record === undefined) return false;
    const { registry, at } = this.#reading;
    const { domain } = factsOf(record.__typename);
    const forReader = this.#lock === 'nation' || recordVerdict(record, this.#reading) === 'permit';
    const owner = ownerOf(record);
    return forReader && nationMayKnow({ nation, askedBy, owner, marking: record.label, domain, registry, at });
  }
}

/** Which field a label is for is the writer's own word, as is any other text that they send. */
const withoutNamedFields = (text: string): string => text.replaceAll(/"field":"\w+"/g, '');

interface ReaderError {
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
}

const stepUp = 'STEP_UP_REQUIRED';

/** The value of the argument `id` of a root field. */
function idAskedFor({ query, variables }: Operation, key: string): string | undefined {
  const asked = new RegExp(String.raw`\b${key}: \w+\(id: \$(\w+)\)`).exec(query)?.[1];
  const id = variables[asked ?? ''];
  return typeof id === 'string' ? id : undefined;
}

const recordId = /\b[A-Z]{2,16}:[a-z]{1,2}:[0-9a-z]{16,40}/g;

/** Stands for every record that may not be named. */
const nobody = 'NONE:x:0000000000000000';

const floored = [
  ...[...recordFacts.values()].flatMap(({ floors }) => Object.entries(floors)),
  ['attributedTo', factsOf('Incident').floors['attribution'] ?? { level: 'CTS', categories: [] }] as const,
];
