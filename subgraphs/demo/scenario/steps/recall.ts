import type { Step } from '../Step.ts';
import { noted, versionFor } from '../written.ts';

export const recallSteps: readonly Step[] = [
  {
    title: 'Taken back from one reader',
    act: async ({ cast, notes }) => {
      const id = noted(notes, 'incident');
      const version = await versionFor(cast.est, 'incident', id);
      await cast.est.must('relabelRecord', { id, version, label: { level: 'NR', releasableTo: ['NATO'] } }, '');
      return 'Estonia narrows the label to NATO. The next answer, anywhere, holds it no longer for others.';
    },
    readers: ['lva', 'usa', 'eu'],
    look: (notes) => ({
      query: 'query ($id: ID!) { incident(id: $id) { name label { banner } } }',
      variables: { id: noted(notes, 'incident') },
    }),
  },
];
