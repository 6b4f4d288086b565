import type { Kysely } from 'kysely';
import { forgetEvents } from './Outbox.ts';
import { repeatedly } from './repeatedly.ts';
import type { Tables } from './tables.ts';

/** Milliseconds. */
const interval = 3_600_000;

/** Deletes the events that nobody may ask for any more, until it is stopped. */
export const watchOutbox = (kysely: Kysely<Tables>, clock: () => number, failed: (error: unknown) => void) =>
  repeatedly(interval, () => forgetEvents(kysely, clock()), failed);
