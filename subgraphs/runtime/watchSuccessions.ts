import { repeatedly } from './repeatedly.ts';
import type { SqlRecordStore } from './SqlRecordStore.ts';

/** Milliseconds. What is due must be announced within a second. */
const interval = 200;

/** Announces successions of labels as they come due by the store's clock, until it is stopped. */
export const watchSuccessions = (records: Pick<SqlRecordStore, 'announceDue'>, failed: (error: unknown) => void) =>
  repeatedly(interval, () => records.announceDue(), failed);
