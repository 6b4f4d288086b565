import { channel } from 'node:diagnostics_channel';

/** What is done once for an operation, or for an operation and a class of readers. Told each time that it is done. */
export const preparation = {
  parsed: channel('alliance-graph:operation:parsed'),
  validated: channel('alliance-graph:operation:validated'),
  rewritten: channel('alliance-graph:operation:rewritten'),
  planned: channel('alliance-graph:operation:planned'),
} as const;
