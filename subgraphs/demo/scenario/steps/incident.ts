import type { Step } from '../Step.ts';
import { idIn, noted, versionFor } from '../written.ts';

const incident = 'query ($id: ID!) { incident(id: $id) { ';

const hashOfWiper = '5b1c6f0e7d9a4c2f83b64e0d1f7a952c3e8d4b6a70f1c9e25d38a4b7c6e1f092';

export const incidentSteps: readonly Step[] = [
  {
    title: 'A wiper at a substation',
    act: async ({ cast, notes }) => {
      const written = await cast.est.must(
        'reportIncident',
        {
          name: 'Wiper on operator stations of a substation',
          description: 'Operator stations of two substations were overwritten at 03:10 and do not boot.',
          severity: 'S4_SEVERE',
          nationalSeverity: { scheme: 'NCISS', value: 'severe' },
          determination: 'CONFIRMED',
          incidentTypes: ['known-malware'],
          sectors: ['ENERGY'],
          techniques: ['T0809', 'T1485'],
          affectedNations: ['EST', 'LVA'],
          attribution: { actor: 'HOLLOW PINE', confidence: 60 },
          label: { level: 'NR', releasableTo: ['NATO', 'EU'] },
          portions: [
            { field: 'attribution', label: { level: 'NS', releasableTo: ['EST-LVA'] } },
            { field: 'description', label: { level: 'NR', releasableTo: ['NATO'] } },
          ],
          clientReference: 'scenario',
        },
        'incident { id }',
      );
      notes.set('incident', idIn(written, 'incident'));
      return 'Estonia reports it: for all of NATO and the EU, what happened for NATO, who is behind it for Latvia alone.';
    },
    readers: ['lva', 'pol', 'eu'],
    listens: true,
    look: () => ({ query: 'subscription { incidentAlerts { kind incident { name } } }' }),
  },
  {
    title: 'Who reads what of it',
    act: () => Promise.resolve('The same question, asked by three of those whom the alert has reached.'),
    readers: ['lva', 'pol', 'eu'],
    look: (notes) => ({
      query: `${incident} name severity description attribution { actor confidence } label { banner } } }`,
      variables: { id: noted(notes, 'incident') },
    }),
  },
  {
    title: 'Contained',
    act: async ({ cast, notes }) => {
      const id = noted(notes, 'incident');
      const version = await versionFor(cast.est, 'incident', id);
      const change = { id, version, status: 'RESPOND_CONTAIN', attribution: { actor: 'HOLLOW PINE', confidence: 80 } };
      await cast.est.must('updateIncident', change, 'incident { id }');
      return 'Estonia isolates the substations and is surer of the actor: two changes, two entries in the timeline, each under its own label.';
    },
    readers: ['lva', 'pol', 'eu'],
    look: (notes) => ({
      query: `${incident} status timeline { edges { node { kind text } } } } }`,
      variables: { id: noted(notes, 'incident') },
    }),
  },
  {
    title: 'Latvia has seen it too',
    act: async ({ cast, notes }) => {
      const report = {
        name: 'The same wiper at a grid operator',
        severity: 'S3_HIGH',
        sectors: ['ENERGY'],
        label: { level: 'NC', releasableTo: ['EST'] },
      };
      const own = idIn(await cast.lva.must('reportIncident', report, 'incident { id }'), 'incident');
      notes.set('own', own);
      return 'Latvia reports its own, to Estonia alone.';
    },
    readers: ['est', 'pol', 'eu'],
    listens: true,
    look: () => ({ query: 'subscription { incidentAlerts { kind incident { name } } }' }),
  },
  {
    title: 'The same file in both',
    act: async ({ cast, notes }) => {
      const file = { type: 'FILE_SHA256', pattern: hashOfWiper, confidence: 90 };
      await cast.est.must('recordIndicator', { ...file, incident: noted(notes, 'incident') }, 'indicator { id }');
      const own = await cast.lva.must(
        'recordIndicator',
        { ...file, incident: noted(notes, 'own') },
        'indicator { id }',
      );
      const sighting = {
        indicator: idIn(own, 'indicator'),
        incident: noted(notes, 'own'),
        count: 4,
        label: { level: 'NC', releasableTo: ['EST'] },
      };
      await cast.lva.must('recordSighting', sighting, 'sighting { id }');
      return 'Both record the hash of the file that did it. A machine finds the other incident while somebody asks; the row is as strict as all that it was made from.';
    },
    readers: ['est', 'lva', 'pol'],
    look: (notes) => ({
      query: `query ($id: ID!) { sharedIndicators(incident: $id, nations: ["LVA", "POL"]) {
        edges { node { type confidence incident { name } label { banner } } } } }`,
      variables: { id: noted(notes, 'incident') },
    }),
  },
  {
    title: 'The two are linked',
    act: async ({ cast, notes }) => {
      const link = {
        from: noted(notes, 'own'),
        to: noted(notes, 'incident'),
        relation: 'SAME_CAMPAIGN',
        confidence: 90,
        label: { level: 'NR', releasableTo: ['EST'] },
      };
      await cast.lva.must('linkIncidents', link, 'link { id }');
      return 'Latvia links them. The link is as strict as both of its ends, whatever label was asked for.';
    },
    readers: ['est', 'lva', 'pol'],
    look: (notes) => ({
      query: `${incident} related { edges { node { relation from { name } label { banner } } } } } }`,
      variables: { id: noted(notes, 'incident') },
    }),
  },
  {
    title: 'Raised to the alliance',
    act: async ({ cast, notes }) => {
      const id = noted(notes, 'incident');
      const raise = async (to: string) =>
        cast.est.write('escalateIncident', {
          id,
          version: await versionFor(cast.est, 'incident', id),
          to,
          reason: 'two nations are hit',
        });
      const { problems } = await raise('COUNCIL');
      const [refused] = problems;
      await raise('ALLIANCE');
      return `Estonia asks for the council, and is told: "${refused?.message ?? ''}". The alliance it is.`;
    },
    readers: ['est', 'usa', 'eu'],
    look: (notes) => ({
      query: `${incident} escalation acknowledgeBy } }`,
      variables: { id: noted(notes, 'incident') },
    }),
  },
  {
    title: 'Noted',
    act: async ({ cast, notes }) => {
      const id = noted(notes, 'incident');
      await cast.lva.must('acknowledgeIncident', { incident: id }, 'acknowledgement { id }');
      const note = { incident: id, note: 'Our operators look for it.', label: { level: 'NR', releasableTo: ['EST'] } };
      await cast.pol.must('acknowledgeIncident', note, 'acknowledgement { id }');
      return 'Latvia acknowledges for all to see, Poland for Estonia alone.';
    },
    readers: ['est', 'pol', 'deu'],
    look: (notes) => ({
      query: `${incident} acknowledgements { edges { node { nation { code } note } } } } }`,
      variables: { id: noted(notes, 'incident') },
    }),
  },
];
