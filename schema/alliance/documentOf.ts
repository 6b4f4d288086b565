import type { Level } from '../label/level.ts';
import type { Agreement, AllianceDocument, Coalition } from './AllianceDocument.ts';

/** The part of a registry that labels and agreements are decided with, keyed by code. */
export interface RegistryParts {
  readonly version: number;
  readonly nations: Readonly<Record<string, { readonly name: string; readonly ceiling: Level }>>;
  readonly organisations: Readonly<Record<string, { readonly name: string; readonly ceiling: Level }>>;
  readonly coalitions: Readonly<Record<string, Omit<Coalition, 'code'>>>;
  readonly agreements: readonly Agreement[];
}

/** The whole registry as a document. What one nation is told of it is `extractFor`. */
export function documentOf({
  version,
  nations,
  organisations,
  coalitions,
  agreements,
}: RegistryParts): AllianceDocument {
  const bodies = [...Object.entries(nations), ...Object.entries(organisations)];
  return {
    version,
    nations: Object.entries(nations).map(([code, { name }]) => ({ code, name })),
    organisations: Object.entries(organisations).map(([code, { name }]) => ({ code, name })),
    coalitions: Object.entries(coalitions).map(([code, { name, members }]) => ({ code, name, members })),
    agreements: agreements.map(({ id, code, title, kind, parties, ceiling, covers, from, until }) => ({
      id,
      code,
      title,
      kind,
      parties,
      ceiling,
      covers,
      from,
      until,
    })),
    ceilings: Object.fromEntries(bodies.map(([code, { ceiling }]) => [code, ceiling])),
  };
}
