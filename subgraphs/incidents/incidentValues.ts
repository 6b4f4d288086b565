import { WriteRefused } from '../errors.ts';
import { nationCodes } from '../runtime/nationCodes.ts';
import { orNull } from '../runtime/orNull.ts';
import { titled } from '../runtime/titled.ts';
import type { Writing } from '../runtime/Writing.ts';
import type { Attribution, ExternalReference, IncidentRecord } from './records.ts';

type Path = readonly string[];

export interface AttributionInput {
  readonly actor: string;
  readonly confidence?: number | null;
  readonly statement?: string | null;
  readonly admiraltyCode?: string | null;
}

/** What of an incident is written as it is asked for. */
export function techniques(ids: readonly string[], path: Path): IncidentRecord['techniques'] {
  const odd = ids.find((id) => !/^T\d{4}(\.\d{3})?$/.test(id));
  if (odd !== undefined) throw new WriteRefused('INVALID', `\`${odd}\` is no ATT&CK technique, such as T0809`, path);
  return orNull([...new Set(ids)].map((id) => ({ id, name: null, tactics: [] })));
}

export function vulnerabilities(ids: readonly string[], path: Path): IncidentRecord['vulnerabilities'] {
  const odd = ids.find((id) => !/^CVE-\d{4}-\d{4,}$/.test(id));
  if (odd !== undefined) throw new WriteRefused('INVALID', `\`${odd}\` is no CVE id, such as CVE-2024-3094`, path);
  return orNull([...new Set(ids)].map((cve) => ({ cve, cvss: null, exploitedInTheWild: null, patchedAt: null })));
}

export const affectedNations = (
  codes: readonly string[],
  path: Path,
  writing: Writing,
): IncidentRecord['affectedNations'] => orNull(nationCodes(codes, path, writing));

export function attribution(input: AttributionInput | null | undefined, path: Path): Attribution | null {
  if (!input) return null;
  return {
    actor: titled(input.actor, [...path, 'actor']),
    confidence: percent(input.confidence ?? null, [...path, 'confidence']),
    statement: input.statement ?? null,
    admiraltyCode: input.admiraltyCode ?? null,
  };
}

export function percent(value: number | null, path: Path): number | null {
  if (value !== null && (value < 0 || value > 100)) throw new WriteRefused('INVALID', 'must be 0 to 100', path);
  return value;
}

export const externalReferences = (
  inputs: readonly (Pick<ExternalReference, 'sourceName'> & Partial<ExternalReference>)[],
): readonly ExternalReference[] | null =>
  orNull(
    inputs.map(({ sourceName, externalId, url, description }) => ({
      sourceName,
      externalId: externalId ?? null,
      url: url ?? null,
      description: description ?? null,
    })),
  );
