import { ModelRecordStore } from '../ModelRecordStore.ts';
import type { OutboxStores } from './OutboxStore.ts';

/** Stores and outboxes as the model says them. */
export const modelOutboxes: OutboxStores = {
  open: async (_name, { nation, scene: { directories, registry }, clock, committed }) => {
    const directory = directories.get(nation) ?? registry.directory;
    const records = new ModelRecordStore([], { nation, directory, clock, committed });
    return {
      store: records.store,
      records,
      announceDue: () => records.announceDue(),
      after: async (position) => records.outbox.after(position),
      end: async () => records.outbox.end,
    };
  },
  close: async () => undefined,
};
