import { ModelRecordStore } from '../ModelRecordStore.ts';
import { directoryIn } from '../Scene.ts';
import type { OutboxStores } from './OutboxStore.ts';

/** Stores and outboxes as the model says them. */
export const modelOutboxes: OutboxStores = {
  open: async (_name, { nation, scene, clock, committed }) => {
    const records = new ModelRecordStore([], { nation, directory: directoryIn(scene, nation), clock, committed });
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
