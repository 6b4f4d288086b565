import { WriteRefused } from '../errors.ts';
import { titled } from '../runtime/titled.ts';
import type { Tooling } from './records.ts';

type Path = readonly string[];

export interface ToolingInput {
  readonly name: string;
  readonly version?: string | null;
  readonly standards: readonly string[];
  readonly postQuantumReady?: boolean | null;
}

/** What of a capability is written as it is asked for. */
export const tooling = (inputs: readonly ToolingInput[], path: Path): readonly Tooling[] =>
  inputs.map(({ name, version, standards, postQuantumReady }, index) => ({
    name: titled(name, [...path, String(index), 'name']),
    version: version ?? null,
    standards,
    postQuantumReady: postQuantumReady ?? null,
  }));

export function atLeastNone(value: number | null | undefined, path: Path): number | null {
  if (typeof value === 'number' && value < 0) throw new WriteRefused('INVALID', 'must not be negative', path);
  return value ?? null;
}
