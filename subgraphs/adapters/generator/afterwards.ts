import type { World } from './World.ts';

/** Up to some days after an instant, never after now. */
export function afterwards(world: World, at: string | null, mostDays: number): string {
  const age = at === null ? 1 : (world.now - Date.parse(at)) / 86_400_000;
  return world.daysAgo(Math.max(0, age - world.random.fraction() * mostDays));
}
