/**
 * A second decision, written from the meaning of the marking text alone and sharing no code with the first: it reads
 * the text with patterns, asks one nation at a time and knows no restriction and no lattice.
 */
import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { TestReader } from './TestReader.ts';

export interface Question {
  readonly reader: TestReader;
  readonly marking: string;
  readonly owner: string;
  readonly domain: string;
  readonly registry: AllianceDocument;
  readonly now: number;
}

const ladder = 'NU NR NC NS CTS'.split(' ');

/** `permit`, `deny`, `step up to 2` or `step up to 3`, on the record itself, not on its portions. */
export function naiveCanRead(question: Question): string {
  const { reader, now, owner } = question;
  const whole = question.marking.replace(/"(\\.|[^"\\])*"/g, 'TEXT').split(' | ')[0] ?? '';
  const levelHeld = now < reader.clearedUntil ? ladder.indexOf(reader.level) : 0;
  if (whole === 'UNLABELLED') {
    const officer = reader.roles.includes('SECURITY_OFFICER') && reader.nation === owner;
    return officer && levelHeld === 4 ? assured(reader, 4) : 'deny';
  }
  const successor = / UNTIL (\S+) THEN \((.*)\)$/.exec(whole);
  const before = whole.split(' UNTIL ')[0] ?? '';
  const text = successor && now >= new Date(successor[1] ?? '').getTime() ? (successor[2] ?? '') : before;

  const needed = ladder.indexOf(text.split(' ')[0] ?? '');
  if (needed < 0 || needed > levelHeld) return 'deny';
  const originators = listAfter('ORIGINATOR', text);
  for (const from of [owner, ...originators]) if (needed > flow(from, question)) return 'deny';
  if (question.domain !== 'CENTRAL' && !originators.every((code) => isBody(code, question.registry))) return 'deny';

  const releasedTo = listAfter('REL TO', text);
  const named = releasedTo.some((name) => name === 'ALL' || standsFor(name, reader.nation, question));
  if (!named) return 'deny';
  const eyes = listAfter('EYES ONLY', text);
  if (eyes.length > 0 && !eyes.includes(reader.nationality)) return 'deny';

  const held = new Set(now < reader.clearedUntil ? reader.categories : []);
  if (listAfter('ALL OF', text).some((category) => !held.has(category))) return 'deny';
  for (const [, group = ''] of text.matchAll(/ ANY OF (\S+)/g)) {
    if (group.split(',').filter((category) => held.has(category)).length === 0) return 'deny';
  }
  const colour = / TLP:(\S+)/.exec(text)?.[1];
  if (colour === 'GREEN' && !standsFor('CYBER-DEFENCE', reader.nation, question)) return 'deny';
  if (colour === 'AMBER' && !held.has('coi:AGENCY') && !held.has('coi:CONSTITUENT')) return 'deny';
  if (colour === 'AMBER+STRICT' && !held.has('coi:AGENCY')) return 'deny';
  if (colour === 'RED' && !listAfter('RECIPIENTS', text).includes(reader.person)) return 'deny';
  return assured(reader, needed);
}

const listAfter = (words: string, text: string): string[] =>
  new RegExp(` ${words} (\\S+)`).exec(text)?.[1]?.split(',') ?? [];

function assured(reader: TestReader, level: number): string {
  const wanted = level === 4 ? 3 : level >= 2 ? 2 : 1;
  return reader.aal < wanted ? `step up to ${wanted}` : 'permit';
}

const isBody = (name: string, { nations, organisations }: AllianceDocument): boolean =>
  nations.some(({ code }) => code === name) || organisations.some(({ code }) => code === name);

function standsFor(name: string, nation: string, { registry, domain, now }: Question): boolean {
  if (isBody(name, registry)) return name === nation;
  if (inCoalition(name, nation, registry)) return true;
  return holding(registry, domain, now).some(
    ({ code, parties }) => code === name && isParty(nation, parties, registry),
  );
}

const inCoalition = (name: string, nation: string, { coalitions }: AllianceDocument): boolean =>
  coalitions.some(({ code, members }) => code === name && members.includes(nation));

const isParty = (nation: string, parties: readonly string[], registry: AllianceDocument): boolean =>
  parties.some((party) => party === nation || inCoalition(party, nation, registry));

const holding = ({ agreements }: AllianceDocument, domain: string, now: number): AllianceDocument['agreements'] =>
  agreements.filter(({ covers, from, until }) => {
    const begun = new Date(from).getTime() <= now;
    const ended = until !== null && new Date(until).getTime() <= now;
    return begun && !ended && covers.some((each) => each === domain);
  });

/** The rank up to which material flows between two bodies. */
function flow(from: string, { reader: { nation }, registry, domain, now }: Question): number {
  if (from === nation || domain === 'CENTRAL') return 4;
  const between = holding(registry, domain, now).filter(
    ({ parties }) => isParty(from, parties, registry) && isParty(nation, parties, registry),
  );
  return Math.max(0, ...between.map(({ ceiling }) => ladder.indexOf(ceiling)));
}
