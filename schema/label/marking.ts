/**
 * The text of a label: one line, its clauses in a fixed order, its lists sorted, so that equal labels have equal
 * texts. parseMarking.ts reads it back.
 */
import { unlabelled, type Label, type Marking, type Names, type Tlp } from './label.ts';
import { sorted } from './names.ts';

export function markingText({ label, portions }: Marking): string {
  const record = label === unlabelled ? label : labelText(label);
  const fields = [...portions].sort(([a], [b]) => (a < b ? -1 : 1));
  return [record, ...fields.map(([field, portion]) => `${field}: ${labelText(portion)}`)].join(' | ');
}

export function labelText(label: Label): string {
  const { eyesOnly, recipients, allOf, anyOf, tlp, orcon, reviewAt, originatorMarking, info, succession } = label;
  const clauses = [
    label.level,
    `REL TO ${namesText(label.releasableTo)}`,
    eyesOnly !== 'ALL' && `EYES ONLY ${namesText(eyesOnly)}`,
    recipients !== 'ALL' && `RECIPIENTS ${namesText(recipients)}`,
    allOf.length > 0 && `ALL OF ${namesText(allOf)}`,
    ...sorted(anyOf.map((group) => `ANY OF ${namesText(group)}`)),
    tlp !== null && tlpText(tlp),
    orcon.length > 0 && `ORCON ${namesText(orcon)}`,
    `ORIGINATOR ${namesText(label.originators)}`,
    `CREATED ${label.createdOn}`,
    reviewAt !== null && `REVIEW ${reviewAt}`,
    originatorMarking !== null && `AS ${JSON.stringify(originatorMarking)}`,
    info.length > 0 &&
      `INFO ${sorted(info)
        .map((text) => JSON.stringify(text))
        .join(',')}`,
    succession !== null && `UNTIL ${succession.at} THEN (${labelText(succession.label)})`,
  ];
  return clauses.filter((clause) => clause !== false).join(' ');
}

export const tlpText = (tlp: Tlp): string => `TLP:${tlp === 'AMBER_STRICT' ? 'AMBER+STRICT' : tlp}`;

function namesText(names: Names): string {
  if (names === 'ALL') return 'ALL';
  return names.length === 0 ? 'NOBODY' : sorted(names).join(',');
}
