import type { Clearance } from '../../schema/label/clearance.ts';
import { canRead, type Decision } from '../../schema/label/canRead.ts';
import type { Domain } from '../../schema/label/domain.ts';
import { bottom, join } from '../../schema/label/join.ts';
import { joinResolved } from '../../schema/label/joinLabels.ts';
import type { Marking, Restriction } from '../../schema/label/label.ts';
import { union } from '../../schema/label/names.ts';
import { namesPersons } from '../../schema/label/namesPersons.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import { centralOwner } from '../policy/clearanceTowards.ts';
import { holdingsOf } from '../policy/holdingsOf.ts';
import { mayKnow } from '../policy/mayKnow.ts';
import { restrictionOf } from '../policy/restrictionOf.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import { hasRole, type Floor } from '../contract/floor.ts';
import { labelTextOf } from './labelTexts.ts';
import type { Admitted } from './tree.ts';

/** A record that something is made from, and which of its fields are in it. */
export interface Source {
  readonly type: string;
  readonly admitted: Admitted;
  readonly fields: readonly string[];
}

export type RecordDecision =
  | { readonly effect: 'permit'; readonly admitted: Admitted }
  | Exclude<Decision, { readonly effect: 'permit' }>;

export interface DecisionInputs {
  readonly model: ContractModel;
  readonly registry: Registry;
  readonly reader: Reader;
  /** Epoch milliseconds: one moment for the whole request. */
  readonly now: number;
  readonly pseudonym: (owner: string) => string;
  /** Bounded and shared by all requests: it maps text to its parsed form and knows no reader. */
  readonly readMarking: (text: string) => Marking | null;
  /** Tests only: `permit` leaves every decision on records and portions to the nations. */
  readonly lock: 'enforce' | 'permit';
}

/** The decisions of one request, each made once for an owner, a type and a marking. */
export class Decisions {
  readonly #inputs: DecisionInputs;
  /** By owner, type and text of the marking. */
  readonly #records = new Map<string, Map<string, Map<string, RecordDecision | null>>>();
  /** By nation and type. */
  readonly #known = new Map<Admitted, Map<string, Map<string, boolean>>>();
  #isPersonal = false;

  constructor(inputs: DecisionInputs) {
    this.#inputs = inputs;
  }

  /** Was some decision made on who the reader is, rather than on what they hold? */
  get isPersonal(): boolean {
    return this.#isPersonal;
  }

  /** May this reader have the record? Null: the marking is unreadable, so the record does not exist. */
  decide(owner: string, typeName: string, markingText: string): RecordDecision | null {
    const own = this.#records.getOrInsertComputed(owner, () => new Map<string, Map<string, RecordDecision | null>>());
    const alike = own.getOrInsertComputed(typeName, () => new Map<string, RecordDecision | null>());
    return alike.getOrInsertComputed(markingText, () => {
      const marking = this.#inputs.readMarking(markingText);
      if (marking && namesPersons(marking)) this.#isPersonal = true;
      return marking ? this.#decide(owner, typeName, marking, markingText) : null;
    });
  }

  /** May the nation be told the key of this record for this reader? */
  mayKnow(nation: string, typeName: string, admitted: Admitted): boolean {
    const nations = this.#known.getOrInsertComputed(admitted, () => new Map<string, Map<string, boolean>>());
    const types = nations.getOrInsertComputed(nation, () => new Map<string, boolean>());
    return types.getOrInsertComputed(typeName, () => {
      const { owner, marking } = admitted;
      const { reader, registry, now } = this.#inputs;
      const record = { owner, label: marking.label, domain: this.#domain(typeName) };
      return mayKnow(nation, reader.nation, record, registry, now);
    });
  }

  /** May the nation be told these values of the record, each by its own label? Never under ORCON. */
  mayHave(nation: string, { type, admitted, fields }: Source): boolean {
    const { registry, now } = this.#inputs;
    const { owner, marking } = admitted;
    const domain = this.#domain(type);
    const labels = [marking.label, ...fields.flatMap((field) => marking.portions.get(field) ?? [])];
    return labels.every((label) => mayKnow(nation, null, { owner, label, domain }, registry, now));
  }

  /**
   * What the gateway makes of records that this reader may have, each by itself: labelled as strictly as all of them
   * together, and decided on by that, with the agreements of every owner and originator. Null: it is not for this reader,
   * or made from nothing.
   * Whom a source names was decided there: its pseudonyms mean nobody anywhere else.
   */
  made(typeName: string, sources: readonly Source[]): Admitted | null {
    if (sources.length === 0) return null;
    const { registry, now, lock } = this.#inputs;
    const labels = sources.flatMap(({ type, admitted: { owner, marking }, fields }) =>
      [marking.label, ...fields.flatMap((field) => marking.portions.get(field) ?? [])].map((label) => ({
        label,
        restriction: { ...restrictionOf(label, owner, this.#domain(type), registry, now), recipients: 'ALL' as const },
      })),
    );
    const label = joinResolved(labels, now);
    const owners = [...new Set(sources.map(({ admitted }) => admitted.owner))];
    const joined = labels.map(({ restriction }) => restriction).reduce(join, bottom);
    const whole = { ...joined, originators: union(joined.originators, owners) };
    const [owner = centralOwner, ...others] = owners;
    const clearance = this.#clearanceTowards(others.length === 0 ? owner : centralOwner);
    if (lock === 'enforce' && canRead(clearance, whole, this.#domain(typeName)).effect !== 'permit') return null;
    const marking: Marking = { label, portions: new Map() };
    return { owner: centralOwner, marking, markingText: labelTextOf(label), hidden: new Set() };
  }

  #decide(owner: string, typeName: string, marking: Marking, markingText: string): RecordDecision {
    if (this.#inputs.lock === 'permit') {
      return { effect: 'permit', admitted: { owner, marking, markingText, hidden: new Set() } };
    }
    const { model, registry, now } = this.#inputs;
    const domain = this.#domain(typeName);
    const clearance = this.#clearanceTowards(owner);
    const asked = (label: Marking['label']): Restriction => restrictionOf(label, owner, domain, registry, now);
    const isShut = (restriction: Restriction): boolean => canRead(clearance, restriction, domain).effect !== 'permit';

    const own = asked(marking.label);
    const record = canRead(clearance, own, domain);
    if (record.effect !== 'permit') return record;
    const hidden = new Set<string>();
    for (const [field, label] of marking.portions) if (isShut(asked(label))) hidden.add(field);
    for (const [field, floors] of classifiedFields(model, typeName)) {
      const portion = marking.portions.get(field);
      const labels = portion ? [own, asked(portion)] : [own];
      const shut = floors.some(
        (floor) => !hasRole(clearance, floor) || labels.some((label) => isShut(withFloor(label, floor))),
      );
      if (shut) hidden.add(field);
    }
    return { effect: 'permit', admitted: { owner, marking, markingText, hidden } };
  }

  #domain(typeName: string): Domain {
    return this.#inputs.model.domains.get(typeName) ?? 'CENTRAL';
  }

  #clearanceTowards(owner: string): Clearance {
    const { reader, registry, now, pseudonym } = this.#inputs;
    return holdingsOf(reader, registry, now).towards(owner, pseudonym(owner));
  }
}

type ClassifiedFields = readonly (readonly [field: string, floors: readonly Floor[]])[];

const classified = new WeakMap<ContractModel, Map<string, ClassifiedFields>>();

/** The fields of a type that stand on static floors. A floor that only an agreement shuts hides the field, like a portion. */
function classifiedFields(model: ContractModel, typeName: string): ClassifiedFields {
  const types = classified.get(model) ?? new Map<string, ClassifiedFields>();
  classified.set(model, types);
  const known = types.get(typeName);
  if (known) return known;
  const type = model.schema.getType(typeName);
  const names = type && 'getFields' in type ? Object.keys(type.getFields()) : [];
  const fields = names.flatMap((field) => {
    const floors = model.floors.get(`${typeName}.${field}`);
    return floors ? [[field, floors] as const] : [];
  });
  types.set(typeName, fields);
  return fields;
}

const joined = new WeakMap<Restriction, Map<Floor, Restriction>>();

function withFloor(restriction: Restriction, floor: Floor): Restriction {
  const floors = joined.get(restriction) ?? new Map<Floor, Restriction>();
  joined.set(restriction, floors);
  const { level, categories } = floor;
  const both = floors.get(floor) ?? join(restriction, { ...bottom, level, allOf: categories });
  floors.set(floor, both);
  return both;
}
