import type { Data, Person } from './Person.ts';

/** Those who take part in the story. */
export type Cast = Readonly<Record<'est' | 'estOfficer' | 'lva' | 'pol' | 'deu' | 'usa' | 'eu' | 'control', Person>>;

/** What the steps tell each other: ids and versions of what they wrote. */
export type Notes = Map<string, string>;

export interface Stage {
  readonly cast: Cast;
  readonly notes: Notes;
}

/** One step of the story, and the question that its three readers then ask. */
export interface Step {
  readonly title: string;
  /** What is done, in a sentence or two for the one who looks on. */
  act(stage: Stage): Promise<string>;
  readonly readers: readonly [keyof Cast, keyof Cast, keyof Cast];
  /** They listen to a subscription meanwhile, instead of asking a query afterwards. */
  readonly listens?: true;
  look(notes: Notes): { readonly query: string; readonly variables?: Data };
}
