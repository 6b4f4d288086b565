import { Listening } from './Listening.ts';
import type { Data } from './Person.ts';
import type { Cast, Notes, Stage, Step } from './Step.ts';

/** A step, and what three readers saw after it. */
export interface Played {
  readonly title: string;
  readonly told: string;
  readonly query: string;
  readonly seen: readonly { readonly reader: string; readonly data: Data }[];
}

/** Plays the steps one after the other; each is handed on as soon as its readers have looked. */
export async function* playStory(story: readonly Step[], cast: Cast): AsyncGenerator<Played> {
  const notes: Notes = new Map();
  const stage: Stage = { cast, notes };
  for (const step of story) {
    yield step.listens ? await hear(step, stage) : await see(step, stage);
  }
}

async function see(step: Step, stage: Stage): Promise<Played> {
  const told = await step.act(stage);
  const { query, variables } = step.look(stage.notes);
  const seen = step.readers.map(async (reader) => ({
    reader: stage.cast[reader].name,
    data: await stage.cast[reader].ask(query, variables),
  }));
  return { title: step.title, told, query, seen: await Promise.all(seen) };
}

async function hear(step: Step, stage: Stage): Promise<Played> {
  const { query } = step.look(stage.notes);
  const listening = await Promise.all(step.readers.map((reader) => Listening.open(stage.cast[reader], query)));
  const told = await step.act(stage);
  const heard = await Promise.all(listening.map((one) => one.end()));
  const seen = step.readers.map((reader, index) => ({
    reader: stage.cast[reader].name,
    data: { alerts: (heard[index] ?? []).flatMap((alert) => Object.values(alert)) },
  }));
  return { title: step.title, told, query, seen };
}
