import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import type { Directory } from '../../schema/label/directory.ts';
import type { NamedRecords } from '../../schema/namedRecords.ts';
import { Reading } from './Reading.ts';
import type { RecordStore } from './RecordStore.ts';
import type { RecordType } from './RecordType.ts';
import { Sight, type Lock } from './Sight.ts';
import type { Store } from './Store.ts';
import { Writing } from './Writing.ts';

/** What a nation answers from. */
export interface NationParts {
  readonly nation: string;
  readonly registry: AllianceDocument;
  readonly directory: Directory;
  readonly types: ReadonlyMap<string, RecordType>;
  readonly store: Store;
  readonly records: Pick<RecordStore, 'transact'>;
  readonly lock: Lock;
  /** 16 random bytes, for new ids. */
  readonly random: () => Uint8Array;
  /** Told of each write that was carried out: whose it was, as this nation knows them, and of which records. */
  readonly wrote?: (writer: Pick<Clearance, 'nation' | 'pseudonym'>, ids: readonly string[]) => void;
}

export interface Asked {
  readonly clearance: Clearance;
  /** Epoch milliseconds at which everything is read. A write takes place when it is its turn. */
  readonly now: number;
  /** The records of others that a write names. */
  readonly named: NamedRecords;
}

/** What one request reads and writes, as one reader. */
export async function openReading(parts: NationParts, { clearance, now, named }: Asked): Promise<Reading> {
  const { nation, types, store, records, registry, directory, random } = parts;
  const look = async (through: Store, at: number) => {
    const labels = await through.labels();
    const sight = new Sight({ nation, clearance, directory, now: at, lock: parts.lock, labels, types });
    return { sight, labelCount: labels.size };
  };
  return new Reading({
    nation,
    now,
    store,
    ...(await look(store, now)),
    types,
    write: async (work) => {
      const { result, touched } = await records.transact(async (transaction) => {
        const looked = await look(transaction.store, transaction.now);
        const reading = new Reading({ nation, now: transaction.now, store: transaction.store, ...looked, types });
        const { sight } = looked;
        const place = { nation, registry, directory, types, transaction, reading, sight, named, random };
        const writing = new Writing({ ...place, writer: clearance });
        return { result: await work(writing), touched: writing.touched };
      });
      parts.wrote?.(clearance, [...touched]);
      return { result, sight: (await look(store, now)).sight };
    },
  });
}
