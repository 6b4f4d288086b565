import type { Level } from './level.ts';

/** A set of names, sorted, or everybody. The empty set is nobody. */
export type Names = readonly string[] | 'ALL';

export const tlpColours = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'] as const;
export type Tlp = (typeof tlpColours)[number];

/**
 * A confidentiality label as its originator wrote it: releasability by name. What the names mean at one moment is a
 * Restriction (resolve.ts); the text of a label is its marking (marking.ts).
 */
export interface Label {
  readonly level: Level;
  /** Nations, organisations, coalitions and agreements by name; the originator itself is among them. */
  readonly releasableTo: Names;
  /** EYES ONLY: nationalities. */
  readonly eyesOnly: Names;
  /** TLP:RED: pairwise pseudonyms of persons. */
  readonly recipients: Names;
  /** Restrictive categories, every one needed: `coi:` and `cav:`. */
  readonly allOf: readonly string[];
  /** Permissive categories: of each group, at least one. */
  readonly anyOf: readonly (readonly string[])[];
  readonly tlp: Tlp | null;
  /** ORCON: the originators whose consent passing it on needs. */
  readonly orcon: readonly string[];
  readonly originators: readonly string[];
  /** The marking in the originator's own scheme, exactly as written. */
  readonly originatorMarking: string | null;
  /** Informative, never decided on (PAP, exercise names). */
  readonly info: readonly string[];
  /** Day of labelling, `YYYY-MM-DD`, UTC. Not finer, so that equal labels intern. */
  readonly createdOn: string;
  /** RFC 3339, UTC milliseconds. */
  readonly reviewAt: string | null;
  /** The label that takes over at a set time; it has no succession itself. */
  readonly succession: { readonly at: string; readonly label: Label } | null;
}

/** No label yet: opens to its owner's security officer only, who labels it. */
export const unlabelled = 'UNLABELLED';

/** The label of one record and the stricter labels of its portions, by field name. */
export interface Marking {
  readonly label: Label | typeof unlabelled;
  readonly portions: ReadonlyMap<string, Label>;
}

/**
 * What a label demands of a reader at one moment: succession and TLP applied, names resolved to nations and
 * organisations. Restrictions form the lattice in which labels are joined.
 */
export interface Restriction {
  readonly level: Level;
  /** Nation and organisation codes. */
  readonly audience: Names;
  readonly eyes: Names;
  readonly recipients: Names;
  readonly allOf: readonly string[];
  readonly anyOf: readonly (readonly string[])[];
  readonly orcon: readonly string[];
  /** Whose agreements limit the reader's level. */
  readonly originators: readonly string[];
  /** Unlabelled material: for a security officer. */
  readonly officerOnly: boolean;
}
