import type { Step } from './Step.ts';
import { exerciseSteps } from './steps/exercise.ts';
import { helpSteps } from './steps/help.ts';
import { incidentSteps } from './steps/incident.ts';
import { lessonSteps } from './steps/lesson.ts';
import { recallSteps } from './steps/recall.ts';
import { releaseSteps } from './steps/release.ts';

/** A wiper at an Estonian substation, from report to lesson. */
export const story: readonly Step[] = [
  ...incidentSteps,
  ...helpSteps,
  ...releaseSteps,
  ...recallSteps,
  ...lessonSteps,
  ...exerciseSteps,
];
