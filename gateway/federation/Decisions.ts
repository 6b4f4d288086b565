import type { Clearance } from '../../schema/label/clearance.ts';
import { canRead, type Decision } from '../../schema/label/canRead.ts';
import type { Domain } from '../../schema/label/domain.ts';
import { unlabelled, type Marking } from '../../schema/label/label.ts';
import { minLevel, rank, type Level } from '../../schema/label/level.ts';
import { resolve } from '../../schema/label/resolve.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import { clearanceTowards } from '../policy/clearanceTowards.ts';
import { mayKnow } from '../policy/mayKnow.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import type { Admitted } from './tree.ts';

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
  readonly #clearances = new Map<string, Clearance>();
  readonly #records = new Map<string, RecordDecision | null>();
  readonly #known = new Map<string, boolean>();

  constructor(inputs: DecisionInputs) {
    this.#inputs = inputs;
  }

  /** May this reader have the record? Null: the marking is unreadable, so the record does not exist. */
  decide(owner: string, typeName: string, markingText: string): RecordDecision | null {
    const memo = `${owner} ${typeName} ${markingText}`;
    const known = this.#records.get(memo);
    if (known !== undefined) return known;
    const marking = this.#inputs.readMarking(markingText);
    const decision = marking ? this.#decide(owner, typeName, marking, markingText) : null;
    this.#records.set(memo, decision);
    return decision;
  }

  /** May the nation be told the key of this record? */
  mayKnow(nation: string, typeName: string, { owner, marking, markingText }: Admitted): boolean {
    const memo = `${nation} ${owner} ${typeName} ${markingText}`;
    const known = this.#known.get(memo);
    if (known !== undefined) return known;
    const { registry, now } = this.#inputs;
    const may = mayKnow(nation, owner, marking.label, this.#domain(typeName), registry, now);
    this.#known.set(memo, may);
    return may;
  }

  #decide(owner: string, typeName: string, marking: Marking, markingText: string): RecordDecision {
    if (this.#inputs.lock === 'permit') {
      return { effect: 'permit', admitted: { owner, marking, markingText, hidden: new Set() } };
    }
    const domain = this.#domain(typeName);
    const clearance = this.#clearanceTowards(owner);
    const read = (label: Marking['label']): Decision =>
      canRead(clearance, resolve(label, owner, this.#inputs.registry.directory, domain, this.#inputs.now), domain);
    const record = read(marking.label);
    if (record.effect !== 'permit') return record;
    const hidden = new Set(this.#shutFloors(typeName, clearance, marking, domain));
    for (const [field, label] of marking.portions) if (read(label).effect !== 'permit') hidden.add(field);
    return { effect: 'permit', admitted: { owner, marking, markingText, hidden } };
  }

  /** Fields whose static floor only an agreement shuts: hidden portions of this record. */
  #shutFloors(typeName: string, clearance: Clearance, { label }: Marking, domain: Domain): string[] {
    const { model } = this.#inputs;
    const type = model.schema.getType(typeName);
    const originators = label === unlabelled ? [] : label.originators;
    const level = originators
      .map((originator) => clearance.lower[originator]?.[domain])
      .reduce<Level>((least, next) => minLevel(least, next ?? least), clearance.levels[domain]);
    return Object.keys(type && 'getFields' in type ? type.getFields() : {}).filter((field) =>
      model.floors.get(`${typeName}.${field}`)?.some((floor) => !(rank(level) >= rank(floor.level))),
    );
  }

  #domain(typeName: string): Domain {
    return this.#inputs.model.domains.get(typeName) ?? 'CENTRAL';
  }

  #clearanceTowards(owner: string): Clearance {
    const known = this.#clearances.get(owner);
    if (known) return known;
    const { reader, registry, now, pseudonym } = this.#inputs;
    const clearance = clearanceTowards(reader, owner, registry, now, pseudonym(owner));
    this.#clearances.set(owner, clearance);
    return clearance;
  }
}
