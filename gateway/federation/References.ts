import DataLoader from 'dataloader';
import { keys } from '../operation/selections.ts';
import type { NationAnswer } from '../nations/NationAnswer.ts';
import type { SubgraphRequest } from '../nations/SubgraphAnswer.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { centralOwner } from '../policy/clearanceTowards.ts';
import { admitObject, ownerOf, type Admission } from './admit.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import type { Decisions } from './Decisions.ts';
import { probeOf } from './probeOf.ts';
import { Entry, type Admitted } from './tree.ts';

interface Reference {
  readonly type: string;
  readonly key: string;
}

/** A record that an argument names. */
export interface Named {
  readonly admitted: Admitted;
  /** What goes along with it to a nation that writes, by field: plain values, and references that lead this reader somewhere. */
  readonly handed: ReadonlyMap<string, Handed>;
}
type Handed = { readonly value: unknown } | { readonly target: Entry; readonly admitted: Admitted };

export interface ReferenceInputs {
  readonly model: ContractModel;
  readonly decisions: Decisions;
  readonly serves: (nation: string) => boolean;
  readonly ask: (nation: string, request: SubgraphRequest) => Promise<NationAnswer>;
  /** As `ask`, of the alliance itself. */
  readonly askCentral: (request: SubgraphRequest) => Promise<NationAnswer>;
  readonly alarm: Admission['alarm'];
}

/** References in one request: well within what a nation takes and what is taken of its answer. */
const mostAtOnce = 1000;

/**
 * What this reader may have of the records that others refer to: each record's owner is asked for its marking, once a
 * request. Hidden, absent and not answering are one.
 */
export class References {
  readonly #inputs: ReferenceInputs;
  readonly #loader: DataLoader<Reference, Entry | null, string>;

  constructor(inputs: ReferenceInputs) {
    this.#inputs = inputs;
    this.#loader = new DataLoader((references) => this.#load(references), {
      maxBatchSize: mostAtOnce,
      cacheKeyFn: ({ type, key }) => `${type} ${key}`,
    });
  }

  /** A record that shows with others is there only when they are. */
  async admitted(type: string, key: string): Promise<Admitted | null> {
    return this.#shown(await this.#loader.load({ type, key }));
  }

  /** As `admitted`, with what goes along. */
  async named(type: string, key: string): Promise<Named | null> {
    const entry = await this.#loader.load({ type, key });
    const admitted = await this.#shown(entry);
    if (entry === null || admitted === null) return null;
    const { model } = this.#inputs;
    const handed = [...(model.handedOver.get(entry.type) ?? [])].map(
      async (name): Promise<readonly [string, Handed][]> => {
        const value = entry.values[keys.end(name)];
        if (!(value instanceof Entry)) return [[name, { value }]];
        const target = await this.admitted(value.type, value.key ?? '');
        return target ? [[name, { target: value, admitted: target }]] : [];
      },
    );
    return { admitted, handed: new Map((await Promise.all(handed)).flat()) };
  }

  /** Does a reference that `holder` keeps lead this reader to a record? The holder, too, must be one that may know it. */
  async leads(holder: string, target: Entry): Promise<boolean> {
    if (target.key === null) return false;
    const admitted = await this.admitted(target.type, target.key);
    return admitted !== null && this.#inputs.decisions.mayKnow(holder, target.type, admitted);
  }

  async #shown(entry: Entry | null): Promise<Admitted | null> {
    const admitted = admissionOf(entry);
    if (entry === null || admitted === null) return null;
    const ends = (this.#inputs.model.visibleWith.get(entry.type) ?? [])
      .map((end) => entry.values[keys.end(end)])
      .filter((target) => target instanceof Entry);
    const leads = await Promise.all(ends.map((target) => this.leads(entry.holder, target)));
    return leads.every(Boolean) ? admitted : null;
  }

  async #load(references: readonly Reference[]): Promise<(Entry | null)[]> {
    const byOwner = Map.groupBy(references, ({ type, key }) => `${ownerOf(key)} ${type}`);
    const found = new Map<string, Entry>();
    await Promise.all(
      [...byOwner.values()].map(async (group) => {
        const [{ type, key } = { type: '', key: '' }] = group;
        const owner = ownerOf(key);
        for (const entry of await this.#ask(owner, type, group)) {
          found.set(`${type} ${entry.key}`, entry);
        }
      }),
    );
    return references.map(({ type, key }) => found.get(`${type} ${key}`) ?? null);
  }

  async #ask(owner: string, type: string, references: readonly Reference[]): Promise<Entry[]> {
    const { model, decisions, serves, ask, askCentral, alarm } = this.#inputs;
    const probe = probeOf(model, type);
    if (!(serves(owner) || owner === centralOwner) || probe === null) return [];
    const representations = references.map(({ key }) => ({ __typename: type, [probe.by]: key }));
    const request = { query: probe.query, variables: { representations } };
    const answer = owner === centralOwner ? await askCentral(request) : await ask(owner, request);
    const entities = 'data' in answer ? answer.data['_entities'] : null;
    if (!Array.isArray(entities) || entities.length !== references.length) return [];
    return references.flatMap(({ key }, index) => {
      const raw: unknown = entities[index];
      if (!isRecord(raw) || raw[keys.key] !== key) return [];
      const entry = admitObject({ model, decisions, nation: owner, alarm }, raw, probe.shape);
      return entry instanceof Entry ? [entry] : [];
    });
  }
}

const admissionOf = (entry: Entry | null): Admitted | null =>
  typeof entry?.admission === 'object' ? entry.admission : null;
