import type { LoadedContract } from '../../../gateway/federation/LoadedContract.ts';
import { prune, type Stores } from '../../support/oracle/prune.ts';
import { contractFacts, type ContractFacts } from '../ContractFacts.ts';
import { Dice } from '../Dice.ts';
import type { ReaderClaims } from '../LeakCase.ts';
import { randomMutation } from '../OperationWriter.ts';
import { randomInput } from '../randomInput.ts';
import { labelWordsOf } from '../randomRecords.ts';
import { readingOf, type Scene } from '../Scene.ts';
import type { Template } from '../Template.ts';
import { randomWriters, versionQuery } from '../WriteCases.ts';
import type { FrameWorld } from './FrameWorld.ts';

/** What alerts come of. */
const mutations = /\b(reportIncident|updateIncident|relabel|acknowledgeIncident|escalateIncident|Inject|Capability)/;

/** What may take a record from whoever sees it. */
const hiding = /\b(recallRecord|relabelRecord)\b/;

/** People who write through the gateway. */
export class FrameWriters {
  readonly #contract: LoadedContract;
  readonly #scene: Scene;
  readonly #writers: readonly ReaderClaims[];
  readonly #readers: readonly ReaderClaims[];

  /** They are of these nations: in no other does anything change. */
  constructor(
    dice: Dice,
    contract: LoadedContract,
    scene: Scene,
    nations: readonly string[],
    readers: readonly ReaderClaims[],
  ) {
    this.#contract = contract;
    this.#scene = scene;
    this.#readers = readers;
    this.#writers = randomWriters(dice, scene, 6).filter(({ nation }) => nations.includes(nation));
  }

  /** Somebody writes something, if they may. `held` is what there is; what markers are told of, `ground`, stays as it is. */
  async write(dice: Dice, world: FrameWorld, held: Stores, ground: ReadonlySet<string>, now: number): Promise<void> {
    if (this.#writers.length === 0) return;
    const writer = dice.pick(this.#writers);
    const { facts, templates } = poolOf(this.#contract);
    const template = dice.pick(templates);
    const readable = prune(held, { ...readingOf(writer, this.#scene), at: now });
    const variables = await randomInput(dice, template, {
      facts,
      nation: writer.nation,
      records: [...held.values()].flat(),
      readable: new Set([...readable.values()].flat().map(({ id }) => id)),
      words: { ...labelWordsOf(this.#scene, this.#readers), now },
      codes: [...this.#scene.registry.parties.keys()],
      now,
      freshText: () => `written ${dice.below(1_000_000)}`,
      versionsOf: async ({ __typename, id }) => {
        const query = versionQuery(facts, __typename);
        if (query === null) return [];
        const { data } = await world.ask(writer, { query, variables: { id } });
        const version = /"version":"([^"]+)"/.exec(JSON.stringify(data))?.[1];
        return version === undefined ? [] : [version];
      },
    });
    const named = JSON.stringify(variables);
    if (hiding.test(template.query) && [...ground].some((id) => named.includes(id))) return;
    await world.ask(writer, { query: template.query, variables });
  }
}

interface Pool {
  readonly facts: ContractFacts;
  readonly templates: readonly Template[];
}

const pools = new WeakMap<LoadedContract, Pool>();

/** The same in every case, so that they are planned once. */
function poolOf(contract: LoadedContract): Pool {
  const known = pools.get(contract);
  if (known) return known;
  const facts = contractFacts(contract.model, contract.apiSchema);
  const dice = new Dice(1);
  const templates: Template[] = [];
  while (templates.length < 60) {
    const template = randomMutation(dice, facts, 'both');
    if (mutations.test(template.query.slice(template.query.indexOf('{')))) templates.push(template);
  }
  const pool = { facts, templates };
  pools.set(contract, pool);
  return pool;
}
