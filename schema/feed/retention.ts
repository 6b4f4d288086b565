/**
 * Milliseconds. A nation keeps its events for longer than a reader may stay away, whatever they are: who was away for too
 * long is told so by the age of the cursor, not by what happened meanwhile.
 */
const day = 86_400_000;
export const retention = { cursors: 30 * day, events: 31 * day } as const;
