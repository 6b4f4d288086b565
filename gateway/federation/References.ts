import DataLoader from 'dataloader';
import { print } from 'graphql';
import { field, inlineFragment, keys, selectionSet, typename } from '../operation/selections.ts';
import type { NationAnswer } from '../nations/NationAnswer.ts';
import type { SubgraphRequest } from '../nations/SubgraphAnswer.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { centralOwner } from '../policy/clearanceTowards.ts';
import { admitObject, ownerOf, type Admission } from './admit.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import type { Decisions } from './Decisions.ts';
import { Shape } from './Shape.ts';
import { Entry, type Admitted } from './tree.ts';

interface Reference {
  readonly type: string;
  readonly key: string;
}

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
  readonly #loader: DataLoader<Reference, Admitted | null, string>;

  constructor(inputs: ReferenceInputs) {
    this.#inputs = inputs;
    this.#loader = new DataLoader((references) => this.#load(references), {
      maxBatchSize: mostAtOnce,
      cacheKeyFn: ({ type, key }) => `${type} ${key}`,
    });
  }

  admitted(type: string, key: string): Promise<Admitted | null> {
    return this.#loader.load({ type, key });
  }

  /** Does a reference that `holder` keeps lead this reader to a record? The holder, too, must be one that may know it. */
  async leads(holder: string, target: Entry): Promise<boolean> {
    if (target.key === null) return false;
    const admitted = await this.admitted(target.type, target.key);
    return admitted !== null && this.#inputs.decisions.mayKnow(holder, target.type, admitted);
  }

  async #load(references: readonly Reference[]): Promise<(Admitted | null)[]> {
    const byOwner = Map.groupBy(references, ({ type, key }) => `${ownerOf(key)} ${type}`);
    const found = new Map<string, Admitted>();
    await Promise.all(
      [...byOwner.values()].map(async (group) => {
        const [{ type, key } = { type: '', key: '' }] = group;
        const owner = ownerOf(key);
        for (const entry of await this.#ask(owner, type, group)) {
          if (typeof entry.admission === 'object') found.set(`${type} ${entry.key}`, entry.admission);
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

interface Probe {
  readonly query: string;
  readonly by: string;
  readonly shape: Shape;
}

const probes = new WeakMap<ContractModel, Map<string, Probe | null>>();

/** What asks for the marking of records of one type; null: such have no owner. */
function probeOf(model: ContractModel, typeName: string): Probe | null {
  const known = probes.get(model) ?? new Map<string, Probe | null>();
  probes.set(model, known);
  const made = known.get(typeName);
  if (made !== undefined) return made;
  const probe = makeProbe(model, typeName);
  known.set(typeName, probe);
  return probe;
}

function makeProbe(model: ContractModel, typeName: string): Probe | null {
  const type = model.schema.getType(typeName);
  const by = model.ownerKey(typeName) ?? undefined;
  if (!type || !('getFields' in type) || !('getInterfaces' in type) || by === undefined) return null;
  const set = selectionSet([inlineFragment(typeName, [typename, field(by, keys.key), field('marking', keys.marking)])]);
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) ${print(set)} }`;
  return { query, by, shape: new Shape(type) };
}
