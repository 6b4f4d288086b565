import { z } from 'zod';

import { isRecordId } from '../id.ts';
import { sharingDomains } from '../label/domain.ts';
import { codePattern } from '../label/labelProblem.ts';
import { levels } from '../label/level.ts';
import { agreementKinds, type AllianceDocument } from './AllianceDocument.ts';

const code = z.string().regex(codePattern, 'is not a code such as `EST` or `EU-MS`');
const name = z.string().min(1).max(200);
const instant = z.iso.datetime();

const allianceDocument = z.strictObject({
  version: z.int().min(0),
  nations: z.array(z.strictObject({ code, name })),
  organisations: z.array(z.strictObject({ code, name })),
  coalitions: z.array(z.strictObject({ code, name, members: z.array(code) })),
  agreements: z.array(
    z.strictObject({
      id: z.string().refine(isRecordId, 'is not the id of a record'),
      code,
      title: name,
      kind: z.enum(agreementKinds),
      parties: z.array(code).min(1),
      ceiling: z.enum(levels),
      covers: z.array(z.enum(sharingDomains)),
      from: instant,
      until: instant.nullable(),
    }),
  ),
  ceilings: z.record(code, z.enum(levels)),
});

/** Reports all problems at once, each with its place. */
export function parseAllianceDocument(value: unknown): AllianceDocument | { readonly problems: readonly string[] } {
  const parsed = allianceDocument.safeParse(value);
  if (!parsed.success) {
    return { problems: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'document'}: ${message}`) };
  }
  const problems = contradictions(parsed.data);
  return problems.length > 0 ? { problems } : parsed.data;
}

function contradictions({ nations, organisations, coalitions, agreements, ceilings }: AllianceDocument): string[] {
  const bodies = [...nations, ...organisations].map((body) => body.code);
  const parties = [...bodies, ...coalitions.map((coalition) => coalition.code)];
  const names = [...parties, ...new Set(agreements.map((agreement) => agreement.code))];
  return [
    ...repeated(names).map((each) => `the code \`${each}\` names two things`),
    ...repeated(agreements.map(({ id }) => id)).map((id) => `the agreement \`${id}\` is there twice`),
    ...coalitions.flatMap(({ code, members }) => unknown(members, bodies, `coalitions.${code}`)),
    ...agreements.flatMap(({ id, parties: named }) => unknown(named, parties, `agreements.${id}`)),
    ...agreements
      .filter(({ from, until }) => until !== null && Date.parse(until) <= Date.parse(from))
      .map(({ id }) => `agreements.${id}: ends before it begins`),
    ...unknown(Object.keys(ceilings), bodies, 'ceilings'),
  ];
}

const repeated = (codes: readonly string[]): string[] => [
  ...new Set(codes.filter((code, at) => codes.indexOf(code) < at)),
];

const unknown = (codes: readonly string[], known: readonly string[], place: string): string[] =>
  codes.filter((code) => !known.includes(code)).map((code) => `${place}: \`${code}\` is not in the document`);
