import { canRead } from '../../schema/label/canRead.ts';
import type { Decision } from '../../schema/label/canRead.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import type { Directory } from '../../schema/label/directory.ts';
import { bottom, join } from '../../schema/label/join.ts';
import type { Domain } from '../../schema/label/domain.ts';
import type { Restriction } from '../../schema/label/label.ts';
import { resolve } from '../../schema/label/resolve.ts';
import { parsedMarking } from './parsedMarking.ts';
import { hasRole, type Floor, type RecordType } from './RecordType.ts';
import type { View } from './Store.ts';

/**
 * Who decides in a nation's store: the nation itself, or, for tests of the gateway alone, nobody, and every record and
 * portion counts as readable.
 */
export type Lock = 'enforce' | 'permit';

export interface SightOptions {
  readonly nation: string;
  readonly clearance: Clearance;
  readonly directory: Directory;
  readonly now: number;
  readonly lock: Lock;
  readonly labels: ReadonlyMap<number, string>;
  readonly types: ReadonlyMap<string, RecordType>;
}

const permit: Decision = { effect: 'permit' };
const unreadable: Decision = { effect: 'deny', reason: 'UNLABELLED' };

/** What one reader may read at one moment. It is worked out once a request, by `canRead` alone. */
export class Sight {
  readonly #options: SightOptions;
  readonly #views = new Map<string, View>();
  readonly #restrictions = new Map<string, Restriction | null>();

  constructor(options: SightOptions) {
    this.#options = options;
  }

  view(type: RecordType): View {
    const known = this.#views.get(type.name);
    if (known) return known;
    const view = this.#viewOf(type);
    this.#views.set(type.name, view);
    return view;
  }

  /** Could some record under this label be there for the reader, if only after a stronger sign-in? */
  mayOpen(label: number): boolean {
    return [...this.#options.types.values()].some((type) => this.decide(type, label).effect !== 'deny');
  }

  decide(type: RecordType, label: number): Decision {
    return this.decideOn(type, this.#options.labels.get(label) ?? '');
  }

  /** As `decide`, of a label by its text, which need not be in use yet. */
  decideOn(type: RecordType, label: string): Decision {
    return this.#decide(type, label, []);
  }

  #viewOf(type: RecordType): View {
    const labels = this.#open(type, [...this.#options.labels.keys()], []);
    const floors = [...type.floors].map(([field, floors]) => [field, this.#open(type, labels, floors)] as const);
    return {
      type,
      labels,
      floors: new Map(floors.filter(([, open]) => open.length < labels.length)),
      ends: new Map([...type.visibleWith].map(([field, name]) => [field, this.view(this.#type(name))])),
    };
  }

  /** Which of these labels the reader may read, and has these floors open under. */
  #open(type: RecordType, labels: readonly number[], floors: readonly Floor[]): readonly number[] {
    return labels.filter((id) => this.#decide(type, this.#options.labels.get(id) ?? '', floors).effect === 'permit');
  }

  #decide({ domain }: RecordType, text: string, floors: readonly Floor[]): Decision {
    const { clearance, lock } = this.#options;
    if (lock === 'permit') return permit;
    const label = this.#restriction(text, domain);
    if (label === null || !floors.every((floor) => hasRole(clearance, floor))) return unreadable;
    const restriction = floors.reduce(
      (joined, { level, categories }) => join(joined, { ...bottom, level, allOf: categories }),
      label,
    );
    return canRead(clearance, restriction, domain);
  }

  /** What a label asks of a reader at this moment; null: it cannot be read. */
  #restriction(text: string, domain: Domain): Restriction | null {
    const known = this.#restrictions.get(`${domain} ${text}`);
    if (known !== undefined) return known;
    const { nation, directory, now } = this.#options;
    const marking = parsedMarking(text);
    const restriction = marking && resolve(marking.label, nation, directory, domain, now);
    this.#restrictions.set(`${domain} ${text}`, restriction);
    return restriction;
  }

  #type(name: string): RecordType {
    const type = this.#options.types.get(name);
    if (type === undefined) throw new TypeError(`\`${name}\` is no type of record`);
    return type;
  }
}
