import type { Stage, Step } from '../Step.ts';
import { idIn, noted, versionFor } from '../written.ts';

const request = 'query ($id: ID!) { capabilityRequest(id: $id) { ';

async function advance({ cast, notes }: Stage, to: string, answers: readonly string[] = []): Promise<void> {
  const id = noted(notes, 'request');
  const version = await versionFor(cast.est, 'capabilityRequest', id);
  await cast.est.must('advanceRequest', { id, version, to, answers }, 'request { id }');
}

export const helpSteps: readonly Step[] = [
  {
    title: 'A call for help',
    act: async ({ cast, notes }) => {
      const call = {
        kinds: ['OT_ICS', 'DIGITAL_FORENSICS'],
        urgency: 'IMMEDIATE',
        need: 'Two people who know the protection relays of the maker.',
        incident: noted(notes, 'incident'),
        to: ['NATO'],
        label: { level: 'NR', releasableTo: ['NATO'] },
      };
      notes.set('request', idIn(await cast.est.must('requestCapability', call, 'request { id }'), 'request'));
      return 'Estonia asks all of NATO for people who know industrial control systems.';
    },
    readers: ['pol', 'usa', 'eu'],
    look: (notes) => ({
      query: `${request} kinds urgency status need incident { name } } }`,
      variables: { id: noted(notes, 'request') },
    }),
  },
  {
    title: 'Poland offers, Germany cannot',
    act: async ({ cast, notes }) => {
      const alone = { level: 'NR', releasableTo: ['EST'] };
      const team = {
        name: 'Relay team',
        kind: 'OT_ICS',
        summary: 'Four engineers with spare relays.',
        readiness: 'R24H',
        deployable: true,
        label: { level: 'NR', releasableTo: ['NATO'] },
        portions: [{ field: 'summary', label: alone }],
      };
      const capability = idIn(await cast.pol.must('registerCapability', team, 'capability { id }'), 'capability');
      const answer = { request: noted(notes, 'request') };
      const offer = {
        ...answer,
        response: 'OFFER',
        capability,
        terms: 'Two weeks, without charge.',
        portions: [{ field: 'terms', label: alone }],
      };
      notes.set('offer', idIn(await cast.pol.must('respondToRequest', offer, 'answer { id }'), 'answer'));
      await cast.deu.must('respondToRequest', { ...answer, response: 'DECLINE' }, 'answer { id }');
      return 'Poland offers a team, on terms that only Estonia is to know; Germany declines.';
    },
    readers: ['est', 'deu', 'usa'],
    look: (notes) => ({
      query: `${request} responses { edges { node { by { code } response terms capability { name summary } } } } } }`,
      variables: { id: noted(notes, 'request') },
    }),
  },
  {
    title: 'The team is on its way',
    act: async (stage) => {
      await advance(stage, 'ACCEPTED', [noted(stage.notes, 'offer')]);
      await advance(stage, 'DEPLOYED');
      return 'Estonia accepts the offer; the team leaves.';
    },
    readers: ['est', 'pol', 'usa'],
    look: (notes) => ({
      query: `${request} status responses { edges { node { by { code } } } } } }`,
      variables: { id: noted(notes, 'request') },
    }),
  },
];
