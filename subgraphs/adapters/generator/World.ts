import type { AllianceDocument } from '../../../schema/alliance/AllianceDocument.ts';
import { directoryOf } from '../../../schema/alliance/directoryOf.ts';
import { newRecordId, recordKinds } from '../../../schema/id.ts';
import type { RecordKind } from '../../../schema/id.ts';
import type { Directory } from '../../../schema/label/directory.ts';
import type { Domain } from '../../../schema/label/domain.ts';
import { unlabelled } from '../../../schema/label/label.ts';
import type { Label, Restriction } from '../../../schema/label/label.ts';
import { joinLabels } from '../../../schema/label/joinLabels.ts';
import { labelAt } from '../../../schema/label/labelAt.ts';
import { labelText } from '../../../schema/label/marking.ts';
import { intersect, sorted } from '../../../schema/label/names.ts';
import { resolve } from '../../../schema/label/resolve.ts';
import type { CapabilitiesRecord } from '../../capabilities/records.ts';
import type { ExercisesRecord } from '../../exercises/records.ts';
import type { IncidentsRecord } from '../../incidents/records.ts';
import { SeededRandom } from './SeededRandom.ts';

export type GeneratedRecord = IncidentsRecord | CapabilitiesRecord | ExercisesRecord;

/** A record with its owner and its label as a value, from which the labels of what is derived from it are made. */
export interface Made<R extends GeneratedRecord = GeneratedRecord> {
  readonly nation: string;
  readonly domain: Domain;
  readonly label: Label | typeof unlabelled;
  readonly record: R;
}

export interface GeneratorOptions {
  readonly seed: string;
  /** Who gets records; links lie between these. */
  readonly nations: readonly string[];
  /** Epoch milliseconds: nothing is reported after it. */
  readonly now: number;
  /** The whole registry: names on labels, and agreements. */
  readonly alliance: AllianceDocument;
}

/** What every part of the generator shares: one stream of choices, the clock, the names, and all that is made so far. */
export class World {
  readonly random: SeededRandom;
  readonly nations: readonly string[];
  readonly now: number;
  readonly alliance: AllianceDocument;
  readonly directory: Directory;
  readonly #made: Made[] = [];
  readonly #restrictions = new Map<Made, Restriction>();

  constructor({ seed, nations, now, alliance }: GeneratorOptions) {
    this.random = new SeededRandom(seed);
    this.nations = nations.toSorted();
    this.now = now;
    this.alliance = alliance;
    this.directory = directoryOf(alliance);
  }

  id(nation: string, kind: keyof typeof recordKinds): string {
    const letter: RecordKind = recordKinds[kind];
    return newRecordId(nation, letter, () => this.random.bytes(16));
  }

  /** An instant some days before now (negative: after), to the second. */
  daysAgo(days: number): string {
    return new Date(Math.floor((this.now - days * dayMs) / 1000) * 1000).toISOString();
  }

  /** The day that labels bear from the year of an instant: by the year, so that equal labels intern, and never after now. */
  labelDay(at: string): string {
    return `${Math.min(new Date(at).getUTCFullYear(), new Date(this.now).getUTCFullYear())}-01-01`;
  }

  add<R extends GeneratedRecord>(made: Made<R>): Made<R> {
    this.#made.push(made);
    return made;
  }

  all(): readonly Made[] {
    return this.#made;
  }

  /** Everything of one type. */
  of<T extends GeneratedRecord['__typename']>(type: T): Made<Extract<GeneratedRecord, { __typename: T }>>[] {
    type Found = Made<Extract<GeneratedRecord, { __typename: T }>>;
    return this.#made.filter((made): made is Found => made.record.__typename === type);
  }

  /** Whether a nation may work with a record at all: its own, or one that is released to it without further conditions. */
  mayBuildOn(nation: string, made: Made): boolean {
    const { nation: owner, label } = made;
    if (label === unlabelled || label.tlp === 'RED') return false;
    if (nation === owner) return true;
    const { audience, eyes, orcon } = this.#demands(made);
    const names = (list: readonly string[] | 'ALL'): boolean => list === 'ALL' || list.includes(nation);
    return names(audience) && names(eyes) && orcon.length === 0;
  }

  #demands(made: Made): Restriction {
    const known = this.#restrictions.get(made);
    if (known) return known;
    const restriction = resolve(made.label, made.nation, this.directory, made.domain, this.now);
    this.#restrictions.set(made, restriction);
    return restriction;
  }

  /**
   * The label of what a nation makes from these records: at least as strict as all of them together, with the nation
   * among the originators. Null when the nation itself would be shut out. A name stays a name where it can.
   */
  derive(nation: string, domain: Domain, sources: readonly Made[]): Label | null {
    const labels = sources.map(({ label }) => label);
    const joined = joinLabels(labels, nation, this.directory, domain, this.now);
    const audience = sources.reduce(
      (names, source) => intersect(names, this.#demands(source).audience),
      joined.releasableTo,
    );
    if (audience !== 'ALL' && !audience.includes(nation)) return null;
    const names = sorted([nation, ...this.#commonNames(labels)]);
    const released = sorted(names.flatMap((name) => this.directory.expand(name, domain, this.now)));
    return {
      ...joined,
      releasableTo: audience !== 'ALL' && released.join() === sorted(audience).join() ? names : audience,
      originators: sorted([nation, ...labels.flatMap(originatorsOf)]),
      createdOn: this.labelDay(this.daysAgo(0)),
    };
  }

  /** Names that all of the labels are released to. */
  #commonNames(labels: readonly (Label | typeof unlabelled)[]): readonly string[] {
    const lists = labels.map((label) => (label === unlabelled ? [] : labelAt(label, this.now).releasableTo));
    const [first = [], ...others] = lists.filter((names) => names !== 'ALL');
    return first.filter((name) => others.every((names) => names.includes(name)));
  }
}

const dayMs = 86_400_000;

const originatorsOf = (label: Label | typeof unlabelled): readonly string[] =>
  label === unlabelled ? [] : label.originators;

/** The text with which a record is written. */
export const writtenLabel = (label: Label | typeof unlabelled): string =>
  label === unlabelled ? label : labelText(label);
