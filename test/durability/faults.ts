export interface DurabilityFault {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Words of the problem that must be found. */
  readonly shows: string;
}

/** What a store could do wrong. Each is planted into the sources as a subgraph loads them. */
export const faults: Readonly<Record<string, DurabilityFault>> = {
  'a store in memory': {
    file: 'subgraphs/runtime/openFolder.ts',
    find: 'const pglite = await PGlite.create(folder);',
    replace: 'const pglite = await PGlite.create();',
    shows: 'is lost',
  },
  'a report sent twice is recorded twice': {
    file: 'subgraphs/runtime/Writing.ts',
    find: 'if (known !== null) return known;',
    replace: '',
    shows: 'stands for',
  },
};

/** What could go wrong when a record is hidden. */
export const recallFaults: typeof faults = {
  'a record is raised later': {
    file: 'subgraphs/incidents/relabelRecord.ts',
    find: 'await writing.put(',
    replace: 'if (input.label?.releasableTo?.length !== 1) await writing.put(',
    shows: 'was answered',
  },
};
