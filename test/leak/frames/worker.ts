import { parentPort, workerData } from 'node:worker_threads';
import { loadContract } from '../../../gateway/federation/LoadedContract.ts';
import { compose } from '../../../schema/compose.ts';
import { contractSdls, nationalDomains } from '../../../schema/contractSdls.ts';
import { Dice } from '../Dice.ts';
import { KeptDatabases } from '../KeptDatabases.ts';
import { frameCase } from './frameCase.ts';
import { modelOutboxes } from './modelOutboxes.ts';
import type { OutboxKind } from './OutboxStore.ts';
import { SqlOutboxes } from './SqlOutboxes.ts';

export interface FrameOrder {
  readonly seed: number;
  readonly store: OutboxKind;
  readonly cases: number;
  /** After which no case is begun. */
  readonly minutes: number;
}

const { seed, store, cases, minutes } = workerData as FrameOrder;
const composed = compose(contractSdls());
if ('problems' in composed) throw new TypeError(JSON.stringify(composed.problems));
const contract = loadContract(composed.supergraphSdl, nationalDomains);
const outboxes = store === 'sql' ? new SqlOutboxes(await KeptDatabases.open()) : modelOutboxes;
const dice = new Dice(seed);
const end = performance.now() + minutes * 60_000;
for (let number = 0; number < cases && performance.now() < end; number += 1) {
  const result = await frameCase(dice.fork(), contract, outboxes);
  parentPort?.postMessage(result);
  if (result.finding) break;
}
await outboxes.close();
contract.retire();
