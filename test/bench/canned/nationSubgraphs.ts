import type { Registry } from '../../../gateway/config/Registry.ts';
import { directoryOf } from '../../../schema/alliance/directoryOf.ts';
import { extractFor } from '../../../schema/alliance/extractFor.ts';
import { parsePassportClaims, type PassportClaims } from '../../../schema/passport.ts';
import { generateAlliance } from '../../../subgraphs/adapters/generator/generateAlliance.ts';
import { answerOperation } from '../../../subgraphs/runtime/answerOperation.ts';
import { nationContract } from '../../../subgraphs/runtime/nationContract.ts';
import { Reading } from '../../../subgraphs/runtime/Reading.ts';
import { Sight } from '../../../subgraphs/runtime/Sight.ts';
import { ModelMemory } from '../../leak/ModelMemory.ts';
import { ModelStore } from '../../leak/ModelStore.ts';
import type { StoredRecord } from '../../support/oracle/prune.ts';
import { mostVariants } from '../work/Work.ts';
import { linkedIncidents } from '../work/linkedIncidents.ts';
import type { Subgraph } from './CannedAnswers.ts';

/** The demo's nations with the demo's records, enforcing as they always do, over a store in memory. */
export function nationSubgraphs(nations: readonly string[], { document }: Registry): ReadonlyMap<string, Subgraph> {
  const { schema, types } = nationContract();
  const today = Math.floor(Date.now() / day) * day;
  const generated = generateAlliance({ seed: 'bench', nations, now: today, alliance: document });
  const linked = linkedIncidents(nations, mostVariants).records;
  const subgraphOf = (nation: string): Subgraph => {
    const records = [...(generated.get(nation) ?? []), ...(linked.get(nation) ?? [])];
    const store = new ModelStore(nation, new ModelMemory(records.map((record): StoredRecord => ({ ...record }))));
    const directory = directoryOf(extractFor(nation, document));
    // A nation works this out anew for each request. Here no label names one of the readers, and none expires meanwhile.
    const sights = new Map<string, Sight>();
    const reading = async (authorization: string): Promise<Reading> => {
      const [{ clearance }, now, labels] = [passportIn(authorization), Date.now(), await store.labels()];
      const alike = JSON.stringify({ ...clearance, pseudonym: '' });
      const options = { nation, clearance, directory, now, lock: 'enforce', labels, types } as const;
      const sight = sights.get(alike) ?? new Sight(options);
      sights.set(alike, sight);
      return new Reading({ nation, now, store, sight, labelCount: labels.size, types });
    };
    return async (body, authorization) => {
      const answer = await answerOperation(schema, JSON.parse(body), () => reading(authorization));
      if ('result' in answer) return JSON.stringify(answer.result);
      throw new TypeError(`${nation} refuses ${body}: ${answer.refused} ${answer.problems.join('; ')}`);
    };
  };
  return new Map(nations.map((nation) => [nation, subgraphOf(nation)]));
}

const day = 86_400_000;

/** Not verified: nobody but the gateway under test asks here. */
function passportIn(authorization: string): PassportClaims {
  const [, claims = ''] = authorization.split('.');
  const passport = parsePassportClaims(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  if (!passport) throw new TypeError('a request without a passport');
  return passport;
}

const readers = new Map<string, string>();

/** What a passport says of its reader: a new one is signed every minute, and says the same. */
export function readerOf(authorization: string): string {
  const known = readers.get(authorization);
  if (known !== undefined) return known;
  if (readers.size > 50_000) readers.clear();
  const reader = JSON.stringify(passportIn(authorization).clearance);
  readers.set(authorization, reader);
  return reader;
}
