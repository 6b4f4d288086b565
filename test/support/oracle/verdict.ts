import type { LabelFacts } from './readMarking.ts';
import { flow, rankOf, standsFor, type Moment } from './RegistryFacts.ts';

/** A person as their token describes them, before the registry is asked what of it counts. */
export interface OracleReader {
  readonly nation: string;
  readonly nationality: string;
  readonly level: string;
  /** Epoch milliseconds. */
  readonly clearedUntil: number;
  readonly categories: readonly string[];
  readonly roles: readonly string[];
  readonly aal: number;
  /** What the owner of a record knows the reader by. */
  readonly pseudonym: (owner: string) => string;
}

/** A floor of the contract, on top of the label. */
export interface Floor {
  readonly level: string;
  readonly categories: readonly string[];
}

export interface Question extends Moment {
  readonly reader: OracleReader;
  /** Null = unlabelled. */
  readonly label: LabelFacts | null;
  readonly owner: string;
  readonly floor?: Floor;
}

/** `stepUp`: nothing is missing but a stronger sign-in. */
export type Verdict = 'permit' | 'stepUp' | 'deny';

/** May this reader see material of this owner under this label? One objection is enough to deny. */
export function verdict(question: Question): Verdict {
  const { label, at } = question;
  if (label === null) return ofUnlabelled(question);
  const now = label.successor !== null && at >= label.successor.at ? label.successor.label : label;
  const needed = Math.max(rankOf(now.level), rankOf(question.floor?.level ?? 'NU'));
  if (objections(now, needed, question).some(Boolean)) return 'deny';
  return assured(question, needed);
}

/** A reader's categories that count at that moment: vouched for, and not expired. */
function heldCategories({ reader, registry, at }: Pick<Question, 'reader' | 'registry' | 'at'>): Set<string> {
  const vouched = registry.bodies.get(reader.nation)?.vouches?.categories ?? [];
  return new Set(at < reader.clearedUntil ? reader.categories.filter((category) => vouched.includes(category)) : []);
}

/** The rank of a reader's clearance at that moment, whoever's material it is for. */
function heldRank({ reader, registry, at }: Pick<Question, 'reader' | 'registry' | 'at'>): number {
  const ranks = [reader.level, registry.bodies.get(reader.nation)?.vouches?.level ?? 'NU'].map(rankOf);
  return at < reader.clearedUntil ? Math.min(...ranks) : rankOf('NU');
}

function heldAal({ reader, registry }: Pick<Question, 'reader' | 'registry'>): number {
  return Math.min(reader.aal, registry.bodies.get(reader.nation)?.vouches?.aal ?? 1);
}

/** The strength of sign-in that a level needs. */
const aalFor = (rank: number): number => (rank >= rankOf('CTS') ? 3 : rank >= rankOf('NC') ? 2 : 1);

/** What a reader is told of a field whose floor is shut for them whatever the record says; null: it is open. */
export function floorCode(floor: Floor, question: Pick<Question, 'reader' | 'registry' | 'at'>): string | null {
  const held = heldCategories(question);
  const needed = rankOf(floor.level);
  if (needed > heldRank(question) || !floor.categories.every((category) => held.has(category))) {
    return 'UNAUTHORIZED_FIELD_OR_TYPE';
  }
  return heldAal(question) < aalFor(needed) ? 'STEP_UP_REQUIRED' : null;
}

function objections(label: LabelFacts, needed: number, question: Question): boolean[] {
  const { reader, owner, registry, domain, floor } = question;
  const held = heldCategories(question);
  const sources = [owner, ...label.originators];
  const community = standsFor('CYBER-DEFENCE', reader.nation, question);
  return [
    needed > heldRank(question),
    owner !== reader.nation && needed > rankOf(registry.bodies.get(reader.nation)?.ceiling ?? 'NU'),
    sources.some((source) => needed > flow(source, reader.nation, question)),
    domain !== 'CENTRAL' && label.originators.some((originator) => !registry.bodies.has(originator)),
    label.releasedTo !== null && !label.releasedTo.some((name) => standsFor(name, reader.nation, question)),
    label.eyesOnly !== null && !label.eyesOnly.includes(nationality(question)),
    label.recipients !== null && !label.recipients.includes(reader.pseudonym(owner)),
    [...label.allOf, ...(floor?.categories ?? [])].some((category) => !held.has(category)),
    label.anyOf.some((group) => !group.some((category) => held.has(category))),
    label.tlp === 'GREEN' && !community,
    label.tlp === 'AMBER' && !held.has('coi:AGENCY') && !held.has('coi:CONSTITUENT'),
    label.tlp === 'AMBER+STRICT' && !held.has('coi:AGENCY'),
    label.tlp === 'RED' && label.recipients === null,
  ];
}

function nationality({ reader, registry }: Question): string {
  const vouched = registry.bodies.get(reader.nation)?.vouches?.nationalities ?? [];
  return vouched.includes(reader.nationality) ? reader.nationality : 'nobody';
}

/** As top secret of the owner's own, for its security officers, who label it. */
function ofUnlabelled(question: Question): Verdict {
  const { reader, owner, registry, floor } = question;
  const vouched = registry.bodies.get(reader.nation)?.vouches?.roles ?? [];
  const isOfficer = ['SECURITY_OFFICER'].some((role) => reader.roles.includes(role) && vouched.includes(role));
  const held = heldCategories(question);
  const holds = (floor?.categories ?? []).every((category) => held.has(category));
  const top = rankOf('CTS');
  return reader.nation === owner && isOfficer && holds && heldRank(question) >= top ? assured(question, top) : 'deny';
}

const assured = (question: Question, rank: number): Verdict =>
  heldAal(question) >= aalFor(rank) ? 'permit' : 'stepUp';
