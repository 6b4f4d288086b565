import type { Finding, Subgraph } from './Contract.ts';
import { readContract } from './Contract.ts';
import { directivesSurvive } from './directivesSurvive.ts';
import { importsKeepNames } from './importsKeepNames.ts';
import type { Problem } from './Problem.ts';
import { plainFederation } from './plainFederation.ts';
import { reservedNames } from './reservedNames.ts';
import { rules } from './rules.ts';

/** Lints subgraphs as they were written: what would make composition stumble, or mean something else. */
export const lintSubgraphs = (subgraphs: readonly Subgraph[]): readonly Problem[] => [
  ...named('importsKeepNames', importsKeepNames({ subgraphs })),
  ...named('plainFederation', plainFederation({ subgraphs })),
  ...named('reservedNames', reservedNames({ subgraphs })),
];

/** Lints what was composed from them. A directive that got lost would break most rules, so it is reported alone. */
export function lintSupergraph(subgraphs: readonly Subgraph[], supergraphSdl: string): readonly Problem[] {
  const contract = readContract(subgraphs, supergraphSdl);
  const lost = named('directivesSurvive', directivesSurvive(contract));
  if (lost.length > 0) return lost;
  return Object.entries(rules).flatMap(([rule, find]) => named(rule, find(contract)));
}

/** What is reached on several ways is reported once. */
const named = (rule: string, findings: readonly Finding[]): readonly Problem[] => [
  ...new Map(findings.map(({ at, message }) => [`${at} ${message}`, { rule, at, message }])).values(),
];
