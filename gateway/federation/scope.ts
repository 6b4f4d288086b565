import { ownerOf } from './admit.ts';
import { servingNations, serves, type Run } from './Run.ts';
import type { GatherStep } from './Step.ts';
import { Computed, type Entry } from './tree.ts';

export interface Scope {
  /** By configuration and arguments alone: what `coverage` tells. */
  readonly asked: readonly string[];
  /** Those of them that may know the parent, for this reader. The others count as having answered. */
  readonly called: readonly string[];
}

/** The nations that may hold rows of a field of this parent. */
export function scopeOf(run: Run, step: GatherStep, nations: readonly string[] | null, parent: Entry): Scope {
  const owner = parent.key === null ? null : ownerOf(parent.key);
  if (step.scope === 'owner') {
    const asked = owner !== null && serves(run.registry, owner) ? [owner] : [];
    return { asked, called: asked };
  }
  const serving = servingNations(run.registry);
  const asked = nations === null ? serving : serving.filter((nation) => nations.includes(nation));
  const { admission } = parent;
  if (typeof admission !== 'object') return { asked, called: step.path.length === 0 ? asked : [] };
  return { asked, called: asked.filter((nation) => run.decisions.mayKnow(nation, parent.type, admission)) };
}

/** `missed`: on this page or an earlier one of the walk, which may have asked more nations. */
export function coverageOf({ asked }: Scope, missed: readonly string[]): Computed {
  const unavailable = missed.filter((nation) => asked.includes(nation));
  return new Computed({ complete: unavailable.length === 0, asked, unavailable });
}
