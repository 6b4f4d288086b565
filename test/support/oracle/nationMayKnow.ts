import { readMarking } from './readMarking.ts';
import { flow, rankOf, standsFor, type Moment } from './RegistryFacts.ts';

export interface KnowledgeQuestion extends Moment {
  /** Who would be sent the id. */
  readonly nation: string;
  /** The nation whose person asks; null: what is sent is more than the id. */
  readonly askedBy: string | null;
  readonly owner: string;
  /** Of the record that the id names; its portions do not matter. */
  readonly marking: string;
}

/**
 * May the nation learn that this record exists, by being sent its id? The owner knows its own. For others the label
 * must open to the nation as such; what is for certain persons or for the owner's officers is for no other nation.
 * Where originators keep control, nothing is passed on between two nations unless they are the only ones who do.
 */
export function nationMayKnow(question: KnowledgeQuestion): boolean {
  const { nation, askedBy, owner, registry, domain, at } = question;
  if (nation === owner) return true;
  const { label } = readMarking(question.marking);
  const body = registry.bodies.get(nation);
  if (label === null || body === undefined) return false;
  const now = label.successor !== null && at >= label.successor.at ? label.successor.label : label;
  const categories = new Set(body.vouches?.categories ?? []);
  const others = new Set(now.orcon).difference(new Set([nation, askedBy]));
  const objections = [
    now.orcon.length > 0 && askedBy === null,
    others.size > 0 && askedBy !== nation,
    now.recipients !== null || now.tlp === 'RED',
    now.releasedTo !== null && !now.releasedTo.some((name) => standsFor(name, nation, question)),
    now.eyesOnly !== null && !now.eyesOnly.includes(nation),
    rankOf(now.level) > rankOf(body.ceiling),
    [owner, ...now.originators].some((source) => rankOf(now.level) > flow(source, nation, question)),
    domain !== 'CENTRAL' && now.originators.some((originator) => !registry.bodies.has(originator)),
    now.allOf.some((category) => !categories.has(category)),
    now.anyOf.some((group) => !group.some((category) => categories.has(category))),
    now.tlp === 'GREEN' && !standsFor('CYBER-DEFENCE', nation, question),
    now.tlp === 'AMBER' && !categories.has('coi:AGENCY') && !categories.has('coi:CONSTITUENT'),
    now.tlp === 'AMBER+STRICT' && !categories.has('coi:AGENCY'),
  ];
  return !objections.some(Boolean);
}
