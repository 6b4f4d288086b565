import type { SqlRecordStore } from './SqlRecordStore.ts';

/** Milliseconds. What is due must be announced within a second. */
const interval = 200;

/** Announces successions of labels as they come due by the store's clock, until it is stopped. */
export function watchSuccessions(
  records: Pick<SqlRecordStore, 'announceDue'>,
  failed: (error: unknown) => void,
): { stop(): Promise<void> } {
  let announcing: Promise<void> | null = null;
  const timer = setInterval(() => {
    announcing ??= records
      .announceDue()
      .catch(failed)
      .finally(() => {
        announcing = null;
      });
  }, interval);
  return {
    stop: async () => {
      clearInterval(timer);
      await announcing;
    },
  };
}
