import type { Step } from '../Step.ts';
import { idIn, noted, versionFor } from '../written.ts';

const lesson = 'query ($id: ID!) { lesson(id: $id) { ';

export const lessonSteps: readonly Step[] = [
  {
    title: 'Closed, and learned from',
    act: async ({ cast, notes }) => {
      const id = noted(notes, 'incident');
      for (const status of ['RECOVER', 'LESSONS']) {
        const version = await versionFor(cast.est, 'incident', id);
        await cast.est.must('updateIncident', { id, version, status }, 'incident { id }');
      }
      const learned = {
        title: 'Spare operator stations belong in another building',
        observation: 'The stations and their images were lost together.',
        recommendation: 'Keep images and two spare stations where the network does not reach.',
        incidents: [id, noted(notes, 'own')],
        actionBy: ['EST', 'LVA', 'POL'],
      };
      const open = { ...learned, label: { level: 'NR', releasableTo: ['NATO'] } };
      const [refused] = (await cast.est.write('recordLesson', open)).problems;
      const strict = { ...learned, label: { level: 'NC', releasableTo: ['EST', 'LVA'] } };
      notes.set('lesson', idIn(await cast.est.must('recordLesson', strict, 'lesson { id }'), 'lesson'));
      return `Estonia would tell all of NATO, but the lesson is made from Latvia's incident, too: "${refused?.message ?? ''}".`;
    },
    readers: ['est', 'lva', 'pol'],
    look: (notes) => ({
      query: `${lesson} title status label { banner originators } } }`,
      variables: { id: noted(notes, 'lesson') },
    }),
  },
];
