/** Subscriptions whose frames are compared. All ask `at`, by which the end of a step is known. */
export interface FrameOperation {
  readonly name: 'incidentAlerts' | 'capabilityRequestOpened';
  readonly query: string;
  /** What its cursors are good for: the arguments with their defaults. */
  readonly about: Readonly<Record<string, unknown>>;
}

const incidents = (args: string, about: object, selection: string): FrameOperation => ({
  name: 'incidentAlerts',
  query: `subscription { incidentAlerts(${args}) { at kind cursor ${selection} } }`,
  about: { ...about },
});
const all = { minSeverity: null };
const record = 'incident { id name description severity sectors attribution { actor } label { banner } }';

export const frameOperations: readonly FrameOperation[] = [
  incidents('minSeverity: null', all, record),
  incidents('minSeverity: null', all, 'incident { id name related(first: 5) { edges { node { id } } } }'),
  incidents('minSeverity: null', all, ''),
  incidents('minSeverity: S2_MEDIUM', { minSeverity: 'S2_MEDIUM' }, record),
  incidents(
    'minSeverity: null, sectors: [ENERGY]',
    { ...all, sectors: ['ENERGY'] },
    'incident { id acknowledgements { id at note } }',
  ),
  {
    name: 'capabilityRequestOpened',
    query: 'subscription { capabilityRequestOpened { at cursor request { id kinds need label { banner } } } }',
    about: {},
  },
];
