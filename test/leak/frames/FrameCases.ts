import { isDeepStrictEqual } from 'node:util';
import { setImmediate as turn } from 'node:timers/promises';
import { personOf } from '../../../gateway/identity/personOf.ts';
import { parseCursor } from '../../../gateway/alerts/AlertCursor.ts';
import type { AlertFrame } from '../../../gateway/alerts/alertFrame.ts';
import { CursorSeal } from '../../../gateway/federation/cursor.ts';
import type { LoadedContract } from '../../../gateway/federation/LoadedContract.ts';
import type { FeedEvent } from '../../../schema/feed/FeedEvent.ts';
import { isRecord } from '../../../schema/isRecord.ts';
import { RecordRefused } from '../../../subgraphs/errors.ts';
import type { AnyRecord } from '../../support/alliance/AllianceNation.ts';
import { capabilityRequest, incident } from '../../subgraphs/support/testRecords.ts';
import { countOf, prune, type Reading, type StoredRecord } from '../../support/oracle/prune.ts';
import type { Dice } from '../Dice.ts';
import type { ReaderClaims } from '../LeakCase.ts';
import { randomReader } from '../randomReader.ts';
import { randomRecords } from '../randomRecords.ts';
import { randomRegistry } from '../randomRegistry.ts';
import { readerOf, readingOf, sceneOf, sealingKey, type Scene } from '../Scene.ts';
import { frameOperations, type FrameOperation } from './frameOperations.ts';
import { FrameStore, type FrameDatabases } from './FrameStore.ts';
import { FrameWorld, type FrameReader } from './FrameWorld.ts';
import { randomWrite, type FrameWrite } from './randomWrite.ts';

export interface FrameFinding {
  readonly operation: string;
  readonly reader: ReaderClaims;
  readonly write: FrameWrite;
  /** What the reader was sent, and what they would have been sent over pruned stores. */
  readonly sent: readonly unknown[];
  readonly due: readonly unknown[];
}

export interface FrameResult {
  readonly steps: number;
  /** Steps whose write is another one in the pruned stores. */
  readonly counted: number;
  readonly frames: number;
  readonly finding: FrameFinding | null;
}

const wednesday = Date.parse('2026-06-03T12:00:00.000Z');
const steps = 16;
const mostOfAType = 8;
/** Milliseconds of real time for what must come. */
const patience = 10_000;

type Held = Map<string, Map<string, StoredRecord>>;

/**
 * One alliance of two nations, one reader with an open stream and a sequence of writes, twice: over full stores, and over
 * stores pruned for the reader before and after every write. The frames must be equal in number, order and content.
 * What the pruned nations' feeds are told to say differently: that a record which comes to be seen was there before
 * (RELEASED and not REPORTED), and nothing of records that only change because others are hidden or shown.
 */
export async function frameCase(dice: Dice, contract: LoadedContract, databases: FrameDatabases): Promise<FrameResult> {
  const scene = sceneOf({ registryText: randomRegistry(dice, wednesday), now: wednesday });
  const people = dice.times(6, (index) => randomReader(dice, scene, index));
  const operation = dice.pick(frameOperations);
  let now = wednesday;
  const clock = (): number => now;
  const nations = [...scene.directories.keys()].slice(0, 2);
  const held = heldAtFirst(randomRecords(dice, scene, people), nations);
  const sees = (one: ReaderClaims): number => countOf(prunedOf(held, readingOf(one, scene)));
  const reader = people.reduce((most, one) => (sees(one) > sees(most) ? one : most));
  const reading = readingOf(reader, scene);
  const [full, pruned] = [
    await openWorld('full', contract, scene, nations, databases, clock),
    await openWorld('pruned', contract, scene, nations, databases, clock),
  ];
  try {
    for (const nation of nations) {
      await storeOf(full, nation).change([...(held.get(nation)?.values() ?? [])], []);
      await storeOf(pruned, nation).change(prunedOf(held, reading).get(nation) ?? [], []);
    }
    now += 10;
    // Somebody who holds the same, or less, is told first.
    const other = { ...reader, sub: 'person 1', clearance: dice.percent(50) ? reader.clearance : 'NU' };
    await full.open(other, { query: operation.query, variables: {} });
    const open = { query: operation.query, variables: {} };
    const [sent, due] = [await full.open(reader, open), await pruned.open(reader, open)];
    if (sent.refusal !== null || due.refusal !== null) {
      const write = { nation: '', put: [], removed: [] };
      const finding = { operation: operation.query, reader, write, sent: [sent.refusal], due: [due.refusal] };
      return { steps: 0, counted: 0, frames: 0, finding: sent.refusal === due.refusal ? null : finding };
    }
    const readCursor = cursorReader(reader, scene, operation);
    let [counted, frames] = [0, 0];
    for (let step = 1; step <= steps; step += 1) {
      now += 10;
      const before = prunedOf(held, reading);
      const shown = new Set([...before.values()].flat().map(({ id }) => id));
      const write = randomWrite(dice, held, nations, shown);
      const existed = new Set([...held.values()].flatMap((records) => [...records.keys()]));
      try {
        await storeOf(full, write.nation).change(write.put, write.removed);
      } catch (error) {
        if (error instanceof RecordRefused) continue;
        throw error;
      }
      for (const record of write.put) held.get(write.nation)?.set(record.id, record);
      for (const id of write.removed) held.get(write.nation)?.delete(id);
      const touched = new Set([...write.put.map(({ id }) => id), ...write.removed]);
      const changed = await follow(pruned, nations, before, prunedOf(held, reading), (event) =>
        touched.has(event.id) ? asIfThereBefore(event, existed) : null,
      );
      if (touched.size > 0 && !isDeepStrictEqual(changed, write)) counted += 1;
      now += 10;
      for (const world of [full, pruned]) await storeOf(world, write.nation).change(markers(write.nation, step), []);
      const [got, wanted] = [await until(sent, now, full), await until(due, now, pruned)];
      frames += got.length;
      const [ours, theirs] = [got.map(readCursor), wanted.map(readCursor)];
      if (!isDeepStrictEqual(ours, theirs))
        return {
          steps: step,
          counted,
          frames,
          finding: { operation: operation.query, reader, write, sent: ours, due: theirs },
        };
    }
    if (full.problems.length + pruned.problems.length > 0)
      throw new Error([...full.problems, ...pruned.problems].join('\n'));
    return { steps, counted, frames, finding: null };
  } finally {
    await full.stop();
    await pruned.stop();
  }
}

/** Without successions: when they come, nothing is written. */
function heldAtFirst(records: Readonly<Record<string, readonly StoredRecord[]>>, nations: readonly string[]): Held {
  const isDated = ({ label, portions }: StoredRecord): boolean =>
    [label, ...Object.values(portions)].some((text) => text?.includes(' UNTIL '));
  return new Map(
    nations.map((nation) => [
      nation,
      new Map(
        [...Map.groupBy(records[nation] ?? [], ({ __typename }) => __typename).values()]
          .flatMap((alike) => alike.filter((record) => !isDated(record)).slice(0, mostOfAType))
          .map((record) => [record.id, record]),
      ),
    ]),
  );
}

async function openWorld(
  name: string,
  contract: LoadedContract,
  scene: Scene,
  nations: readonly string[],
  databases: FrameDatabases,
  clock: () => number,
): Promise<FrameWorld> {
  const stores = new Map<string, FrameStore>();
  for (const [place, nation] of nations.entries())
    stores.set(nation, await FrameStore.open(nation, await databases.get(`${name}-${place}`), scene, clock));
  return new FrameWorld(contract, scene, stores, clock);
}

const storeOf = ({ stores }: FrameWorld, nation: string): FrameStore => {
  const store = stores.get(nation);
  if (!store) throw new TypeError(nation);
  return store;
};

const prunedOf = (held: Held, reading: Reading) =>
  prune(new Map([...held].map(([nation, records]) => [nation, [...records.values()]])), reading);

/** Makes of the pruned stores what they would be now. What is changed of it that the write itself is about is returned. */
async function follow(
  world: FrameWorld,
  nations: readonly string[],
  before: ReturnType<typeof prunedOf>,
  after: ReturnType<typeof prunedOf>,
  retell: (event: FeedEvent) => FeedEvent | null,
): Promise<FrameWrite | null> {
  let changed: FrameWrite | null = null;
  for (const nation of nations) {
    const was = new Map((before.get(nation) ?? []).map((record) => [record.id, record]));
    const is = new Map((after.get(nation) ?? []).map((record) => [record.id, record]));
    const put = [...is.values()].filter((record) => !isDeepStrictEqual(record, was.get(record.id)));
    const removed = [...was.keys()].filter((id) => !is.has(id));
    if (put.length + removed.length === 0) continue;
    await storeOf(world, nation).change(put, removed, retell);
    changed = { nation, put, removed };
  }
  return changed;
}

const asIfThereBefore = (event: FeedEvent, existed: ReadonlySet<string>): FeedEvent =>
  event.change === 'inserted' && existed.has(event.id) ? { ...event, change: 'updated' } : event;

/** What everybody is told of: an incident that changes, and a request that is new. */
function markers(nation: string, step: number): StoredRecord[] {
  const label = `NU REL TO ALL TLP:CLEAR ORIGINATOR ${nation} CREATED 2025-01-01`;
  const own = (record: AnyRecord): StoredRecord => ({ ...record, id: record.id.replace('EST', nation) });
  return [
    own(incident(9_000_000, { label, name: `marker ${step}`, severity: 'S4_SEVERE', sectors: ['ENERGY'] })),
    own(capabilityRequest(9_000_000 + step, { label })),
  ];
}

/** What came up to the marker of that moment; it is taken away. */
async function until(reader: FrameReader, moment: number, { problems }: FrameWorld): Promise<readonly AlertFrame[]> {
  const { frames } = reader;
  const at = JSON.stringify(new Date(moment).toISOString());
  const end = performance.now() + patience;
  while (!frames.some((frame) => JSON.stringify(frame).includes(`"at":${at}`))) {
    if (reader.hasEnded || performance.now() > end)
      throw new Error(`no marker came after ${JSON.stringify({ frames, problems, reader })}`);
    await turn();
  }
  return frames.splice(0);
}

/** A frame whose cursor is written out, without the turns that tell writes of one moment apart. */
function cursorReader(
  claims: ReaderClaims,
  scene: Scene,
  { name, about }: FrameOperation,
): (frame: AlertFrame) => unknown {
  const seal = new CursorSeal(sealingKey).about({
    alerts: name,
    arguments: about,
    reader: personOf(readerOf(claims, scene)),
  });
  return (frame) => {
    const alert = frame.data[name];
    if (!isRecord(alert)) return frame;
    const sealed = String(alert['cursor']);
    const cursor = parseCursor(seal.open(sealed) ?? '');
    if (cursor === null) throw new TypeError(`no cursor: ${JSON.stringify(frame)}`);
    const delivered = [...cursor.delivered.values()].map((position) => position.replace(/\.\d{6}/, ''));
    return { ...frame, data: { [name]: { ...alert, cursor: [cursor.start, ...delivered.toSorted()] } } };
  };
}
