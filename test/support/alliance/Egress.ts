import type { PGlite } from '@electric-sql/pglite';
import { decodeJwt } from 'jose';
import { isRecord } from '../../../schema/isRecord.ts';
import { openDatabase } from '../../../subgraphs/runtime/openDatabase.ts';
import { nationMayKnow } from '../oracle/nationMayKnow.ts';
import type { RegistryFacts } from '../oracle/RegistryFacts.ts';
import type { RecordedRequest } from './Recorder.ts';

interface Told {
  readonly nation: string;
  /** By the passport; null: without one. */
  readonly askedBy: string | null;
  readonly id: string;
  readonly owner: string;
  readonly at: number;
  readonly body: string;
}

export interface EgressOptions {
  readonly database: string | PGlite;
  readonly nations: readonly string[];
  readonly clock: () => number;
  readonly registry: RegistryFacts;
}

/** Stands for every record that may not be named. */
const nobody = 'NONE:x:0000000000000000';

/**
 * Every id that a nation is told, wherever it stands in a request: in the text, in a variable, in a position. Each is
 * judged by the label that its record had when it was told.
 */
export class Egress {
  /** How many ids were looked at, those of their own nation included. */
  ids = 0;
  readonly problems: string[] = [];
  readonly #options: EgressOptions;
  #pending = new Map<string, Told>();

  constructor(options: EgressOptions) {
    this.#options = options;
  }

  hear({ nation, headers, body }: RecordedRequest): void {
    const at = this.#options.clock();
    const askedBy = readerOf(headers.authorization);
    for (const [id, owner = ''] of body.matchAll(recordId)) {
      if (id === nobody) continue;
      this.ids += 1;
      if (owner === nation) continue;
      this.#pending.set(`${nation} ${askedBy} ${id} ${at}`, { nation, askedBy, id, owner, at, body });
    }
  }

  /** Judges what has been told since the last time. Must run before a label changes. */
  async settle(): Promise<void> {
    const told = [...this.#pending.values()];
    this.#pending = new Map();
    for (const [owner, group] of Map.groupBy(told, (each) => each.owner)) {
      const labels = await this.#labels(
        owner,
        group.map(({ id }) => id),
      );
      const { registry } = this.#options;
      for (const { nation, askedBy, id, at, body } of group) {
        const marking = labels.get(id);
        const domain = domains.get(id.split(':')[1] ?? '');
        const may =
          marking !== undefined &&
          domain !== undefined &&
          nationMayKnow({ nation, askedBy, owner, marking, domain, registry, at });
        if (!may) this.problems.push(`${nation} was told of ${id} (${marking ?? 'no such record'}) by ${body}`);
      }
    }
  }

  async #labels(owner: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (owner === 'ALLIANCE') return new Map(this.#options.registry.agreements.map(({ id, marking }) => [id, marking]));
    if (!this.#options.nations.includes(owner)) return new Map();
    const database = await openDatabase(this.#options.database, owner);
    try {
      const rows = await database.kysely
        .selectFrom('records')
        .innerJoin('labels', 'labels.id', 'records.label_id')
        .select(['records.id', 'labels.text'])
        .where('records.id', 'in', ids)
        .execute();
      return new Map(rows.map(({ id, text }) => [id, text]));
    } finally {
      await database.close();
    }
  }
}

/** The nation of the reader for whom a request is made. */
function readerOf(authorization: string | undefined): string | null {
  const passport = authorization?.split(' ')[1];
  const clearance = passport === undefined ? undefined : decodeJwt(passport)['clearance'];
  return isRecord(clearance) && typeof clearance['nation'] === 'string' ? clearance['nation'] : null;
}

const recordId = /\b([A-Z]{2,16}):[a-z]{1,2}:[0-9a-z]{16,40}/g;

/** What kind of sharing a record is part of, by the letter in its id. */
const domains: ReadonlyMap<string, string> = new Map(
  Object.entries({
    INCIDENTS: ['i', 'l', 'a', 't', 'q', 'd'],
    INDICATORS: ['n', 's'],
    CAPABILITIES: ['c', 'o', 'r', 'w', 'u'],
    EXERCISES: ['e', 'j', 'b', 'm'],
    LESSONS: ['k'],
    CENTRAL: ['g'],
  } as const).flatMap(([domain, kinds]) => kinds.map((kind) => [kind, domain] as const)),
);
