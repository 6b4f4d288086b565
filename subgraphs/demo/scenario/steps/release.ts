import type { Step } from '../Step.ts';
import { idIn, noted, versionFor } from '../written.ts';

const incident = 'query ($id: ID!) { incident(id: $id) { ';

export const releaseSteps: readonly Step[] = [
  {
    title: 'Who is behind it?',
    act: async ({ cast, notes }) => {
      const ask = {
        incident: noted(notes, 'incident'),
        field: 'attribution',
        reason: 'The same tools are seen in two of our networks.',
      };
      notes.set('ask', idIn(await cast.usa.must('requestRelease', ask, 'request { id }'), 'request'));
      return 'The United States ask Estonia to release the attribution to them; the clock runs by the severity of the incident.';
    },
    readers: ['usa', 'estOfficer', 'lva'],
    look: () => ({
      query: `{ releaseRequests(where: { status: [OPEN] }) { edges { node { requester { code } field reason answerBy label { banner } } } } }`,
    }),
  },
  {
    title: 'Released to one nation more',
    act: async ({ cast, notes }) => {
      const grant = {
        request: noted(notes, 'ask'),
        grant: true,
        version: await versionFor(cast.estOfficer, 'incident', noted(notes, 'incident')),
        reason: 'For your analysts; tell us what you find.',
      };
      await cast.estOfficer.must('answerRelease', grant, 'answer { id }');
      return "Estonia's security officer grants it: the field is released to the United States as well, and to nobody else.";
    },
    readers: ['usa', 'deu', 'eu'],
    look: (notes) => ({
      query: `${incident} attribution { actor confidence } fieldMarkings { field banner } } }`,
      variables: { id: noted(notes, 'incident') },
    }),
  },
];
