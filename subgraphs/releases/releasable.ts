export interface Releasable {
  readonly type: string;
  readonly fields: readonly string[];
}

/**
 * Which fields owners release one by one, by what requests call a record of that type: every portion but `source`, which
 * holds what all the others do.
 */
export const releasable = {
  incident: {
    type: 'Incident',
    fields: [
      'affectedNations',
      'attribution',
      'description',
      'externalReferences',
      'impacts',
      'techniques',
      'vulnerabilities',
    ],
  },
  indicator: { type: 'Indicator', fields: ['pattern'] },
  capability: {
    type: 'Capability',
    fields: ['effect', 'headcount', 'noticeToMoveHours', 'pointOfContact', 'summary', 'tooling'],
  },
  capabilityRequest: { type: 'CapabilityRequest', fields: ['need'] },
  exercise: { type: 'Exercise', fields: ['participants', 'scenario'] },
  inject: { type: 'Inject', fields: ['content', 'expectedReaction'] },
  lesson: { type: 'Lesson', fields: ['conclusion', 'discussion', 'observation', 'recommendation'] },
} as const satisfies Readonly<Record<string, Releasable>>;

/** What a request calls the record that it is about. */
export type AskedAs = keyof typeof releasable;
export type ReleasableField = (typeof releasable)[AskedAs]['fields'][number];

export const askedAs = Object.keys(releasable) as readonly AskedAs[];
