import type { Step } from '../Step.ts';
import { idIn, noted, versionFor } from '../written.ts';

const injects =
  'query ($id: ID!) { exercise(id: $id) { name phase injects { edges { node { content expectedReaction } } } } }';

export const exerciseSteps: readonly Step[] = [
  {
    title: 'The next exercise trains it',
    act: async ({ cast, notes }) => {
      const open = { level: 'NR', releasableTo: ['NATO', 'EU'] };
      const plan = {
        name: 'Cold Start 27',
        series: 'LOCKED_SHIELDS',
        kind: 'LIVE_FIRE',
        participants: ['EST', 'LVA', 'POL'],
        objectives: ['Restart a substation without its operator stations'],
        teams: [{ role: 'BLUE', nations: ['EST', 'LVA'] }],
        label: open,
      };
      const planned = await cast.control.must('planExercise', plan, 'exercise { id teams { id } }');
      const exercise = idIn(planned, 'exercise');
      notes.set('exercise', exercise);
      const { teams } = planned['exercise'] as { readonly teams: readonly { readonly id: string }[] };
      const inject = {
        exercise,
        plannedAt: new Date(Date.now() + 86_400_000).toISOString(),
        teams: teams.map(({ id }) => id),
        content: 'At 03:10 all operator stations go dark.',
        expectedReaction: 'They run the switchgear by hand.',
        label: open,
      };
      notes.set('inject', idIn(await cast.control.must('addInject', inject, 'inject { id }'), 'inject'));
      return 'Poland plans an exercise, and its control keeps an inject for tomorrow.';
    },
    readers: ['control', 'est', 'eu'],
    look: (notes) => ({ query: injects, variables: { id: noted(notes, 'exercise') } }),
  },
  {
    title: 'The inject is played',
    act: async ({ cast, notes }) => {
      const exercise = noted(notes, 'exercise');
      for (const to of ['PLANNING', 'EXECUTION']) {
        const version = await versionFor(cast.control, 'exercise', exercise);
        await cast.control.must('advanceExercise', { id: exercise, version, to }, 'exercise { id }');
      }
      const id = noted(notes, 'inject');
      const version = await versionFor(cast.control, 'inject', id);
      await cast.control.must('releaseInject', { id, version }, 'inject { id }');
      return 'Control releases it ahead of time: the teams read what happens, and not what is expected of them.';
    },
    readers: ['control', 'est', 'eu'],
    look: (notes) => ({ query: injects, variables: { id: noted(notes, 'exercise') } }),
  },
];
