import type { NationAnswer } from '../../gateway/nations/NationAnswer.ts';
import type { SubgraphRequest } from '../../gateway/nations/SubgraphAnswer.ts';
import { readAnswer } from '../../gateway/nations/readAnswer.ts';
import type { Reader } from '../../gateway/identity/Reader.ts';
import { clearanceTowards } from '../../gateway/policy/clearanceTowards.ts';
import type { RequestContext } from '../../gateway/RequestContext.ts';
import { answerOperation } from '../../subgraphs/runtime/answerOperation.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import { openReading } from '../../subgraphs/runtime/openReading.ts';
import type { Reading } from '../../subgraphs/runtime/Reading.ts';
import type { Lock } from '../../subgraphs/runtime/Sight.ts';
import { readPassport } from '../../subgraphs/runtime/readPassport.ts';
import type { NamedRecords } from '../../schema/namedRecords.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import { carriedClearance, parsePassportClaims } from '../../schema/passport.ts';
import type { Draws } from './Draws.ts';
import type { NationStore } from './LocalBench.ts';
import { directoryIn, pseudonymOf, type Scene } from './Scene.ts';

export interface LocalNationsOptions {
  readonly scene: Scene;
  /** By nation. */
  readonly stores: ReadonlyMap<string, NationStore>;
  /** Where new ids come from. */
  readonly draws: Draws;
  readonly lock: Lock;
  readonly down: readonly string[];
}

/** The nations' own code without HTTP and signatures: what goes out and comes back are the bytes that would. */
export function askLocally({ scene, stores, draws, lock, down }: LocalNationsOptions) {
  const { schema, types } = nationContract();
  const { registry } = scene;

  const passports = new WeakMap<Reader, Map<string, Clearance>>();
  /** A passport is made once a request. */
  const clearanceOf = (reader: Reader, nation: string, now: number): Clearance => {
    const made = passports.get(reader) ?? new Map<string, Clearance>();
    passports.set(reader, made);
    const clearance =
      made.get(nation) ??
      carried(clearanceTowards(reader, nation, registry, now, pseudonymOf(reader, nation)), nation, now);
    made.set(nation, clearance);
    return clearance;
  };

  const reading = async (
    nation: string,
    { store, records }: NationStore,
    { reader, now }: RequestContext,
    named: NamedRecords,
  ): Promise<Reading> => {
    const clearance = clearanceOf(reader, nation, now);
    const directory = directoryIn(scene, nation);
    const document = scene.documents.get(nation) ?? registry.document;
    const random = draws.ofOneWrite();
    return openReading(
      { nation, registry: document, directory, types, store, records, lock, random },
      { clearance, now, named },
    );
  };

  return async (nation: string, request: SubgraphRequest, context: RequestContext): Promise<NationAnswer> => {
    const store = stores.get(nation);
    if (store === undefined || down.includes(nation)) return { unavailable: 'unreachable' };
    const body: unknown = JSON.parse(JSON.stringify(request));
    const answer = await answerOperation(schema, body, (named) => reading(nation, store, context, named));
    if ('refused' in answer) return { unavailable: 'status' };
    return readAnswer(Buffer.from(JSON.stringify(answer.result))).answer;
  };
}

/** A clearance as it comes out of a passport. */
function carried(clearance: Clearance, nation: string, now: number): Clearance {
  const iat = Math.floor(now / 1000);
  const claims = {
    iss: 'gateway',
    aud: nation,
    iat,
    exp: iat + 60,
    registry: 'digest',
    clearance: carriedClearance(clearance),
  };
  const parsed = parsePassportClaims(JSON.parse(JSON.stringify(claims)));
  if (parsed === null) throw new TypeError(`${nation} takes this for no passport`);
  const read = readPassport(parsed, { knows: () => true, release: 'CTS' }, now);
  if ('refused' in read) throw new TypeError(`${nation} refused a passport: ${read.refused}`);
  return read.clearance;
}
