import type { Label, Names } from './label.ts';
import { rank } from './level.ts';

/** The code of a nation or an organisation, or the name of a coalition or an agreement. */
export const codePattern = /^(?!(?:ALL|NOBODY)$)[A-Z][A-Z0-9]{1,15}(?:-[A-Z0-9]{1,16}){0,3}$/;
export const categoryPattern = /^(?:coi|cav):[A-Z0-9][A-Z0-9_-]{0,39}$/;
const nationalityPattern = /^(?!ALL$)[A-Z]{3}$/;
const pseudonymPattern = /^(?!(?:ALL|NOBODY)$)[A-Za-z0-9_-]{1,64}$/;

/** Caveats that exist from NATO CONFIDENTIAL upwards. */
const classifiedOnly = ['cav:ATOMAL', 'cav:BOHEMIA'];

/**
 * Why the alliance's policy does not allow this label, or null. It is asked of every label that is read, and is to be
 * asked of every label that is written.
 */
export function labelProblem(label: Label): string | null {
  const { level, releasableTo, eyesOnly, recipients, allOf, anyOf, tlp, orcon, originators, succession } = label;
  const categories = [...allOf, ...anyOf.flat()];
  const caveat = classifiedOnly.find((each) => categories.includes(each));
  if (releasableTo === 'ALL' && (level !== 'NU' || tlp !== 'CLEAR')) return '`REL TO ALL` needs `NU` and `TLP:CLEAR`';
  if (tlp === 'RED' && recipients === 'ALL') return '`TLP:RED` needs `RECIPIENTS`';
  if (tlp !== 'RED' && recipients !== 'ALL') return '`RECIPIENTS` needs `TLP:RED`';
  if (caveat && rank(level) < rank('NC')) return `\`${caveat}\` needs \`NC\` or above, not \`${level}\``;
  if (originators.length === 0) return '`ORIGINATOR` names nobody';
  if (anyOf.some((group) => group.length === 0)) return '`ANY OF` names no category';
  const consent = orcon.find((code) => !originators.includes(code));
  if (consent !== undefined) return `\`ORCON\` names \`${consent}\`, which is not an originator`;
  return (
    foreign('REL TO', releasableTo, codePattern) ??
    foreign('EYES ONLY', eyesOnly, nationalityPattern) ??
    foreign('RECIPIENTS', recipients, pseudonymPattern) ??
    foreign('ALL OF', allOf, categoryPattern) ??
    foreign('ANY OF', anyOf.flat(), categoryPattern) ??
    foreign('ORIGINATOR', originators, codePattern) ??
    timesProblem(label) ??
    (succession && successorProblem(succession.label))
  );
}

function foreign(clause: string, names: Names, pattern: RegExp): string | null {
  const odd = names === 'ALL' ? undefined : names.find((name) => !pattern.test(name));
  return odd === undefined ? null : `\`${odd}\` has no place in \`${clause}\``;
}

function timesProblem({ createdOn, reviewAt, succession }: Label): string | null {
  if (!isInstant(`${createdOn}T00:00:00.000Z`)) return `\`CREATED ${createdOn}\` is not a day like \`2024-05-17\``;
  if (reviewAt !== null && !isInstant(reviewAt)) return notAnInstant('REVIEW', reviewAt);
  return succession === null || isInstant(succession.at) ? null : notAnInstant('UNTIL', succession.at);
}

const notAnInstant = (clause: string, text: string): string =>
  `\`${clause} ${text}\` is not a time like \`2026-01-01T00:00:00.000Z\``;

function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString() === text
  );
}

function successorProblem(successor: Label): string | null {
  if (successor.succession !== null) return 'the label after `THEN` must not have an `UNTIL` of its own';
  const problem = labelProblem(successor);
  return problem && `after \`THEN\`: ${problem}`;
}
