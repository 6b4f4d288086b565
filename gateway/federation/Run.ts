import type { NationAnswer } from '../nations/NationAnswer.ts';
import type { SubgraphRequest } from '../nations/SubgraphAnswer.ts';
import type { CentralSubgraph } from '../alliance/CentralSubgraph.ts';
import type { RequestContext } from '../RequestContext.ts';
import type { Registry } from '../config/Registry.ts';
import type { CodedError } from '../errors.ts';
import type { Admission } from './admit.ts';
import type { CentralAnswer } from './askSubgraph.ts';
import type { Assembly } from './Assembly.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import type { CursorSeal } from './cursor.ts';
import type { Decisions } from './Decisions.ts';
import type { References } from './References.ts';
import type { Step } from './Step.ts';
import type { Entry } from './tree.ts';

/** Everything that the steps of one operation share. */
export interface Run {
  readonly model: ContractModel;
  readonly registry: Registry;
  readonly context: RequestContext;
  readonly decisions: Decisions;
  readonly references: References;
  readonly readerClass: string;
  /** Coerced, defaults included. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly root: Entry;
  readonly seal: CursorSeal;
  readonly central: ReadonlyMap<string, CentralSubgraph>;
  /** The steps whose answers may go to the reader as they came. */
  readonly assemblies: ReadonlyMap<Step, Assembly>;
  /** What has been answered to the steps of an assembly: nobody is asked twice. */
  readonly came: Map<Step, () => CentralAnswer>;
  /** What central subgraphs have failed at, whether or not the reader asks for it by themselves. */
  readonly failures: Set<CodedError>;
  readonly ask: (nation: string, request: SubgraphRequest) => Promise<NationAnswer>;
  readonly alarm: Admission['alarm'];
}

/** The nations that serve records, by code. */
export function servingNations(registry: Registry): readonly string[] {
  const known = serving.get(registry);
  if (known) return known;
  const codes = [...registry.nations.values()]
    .filter((nation) => nation.endpoint !== null)
    .map((nation) => nation.code)
    .toSorted();
  serving.set(registry, codes);
  return codes;
}

const serving = new WeakMap<Registry, readonly string[]>();

export const serves = (registry: Registry, nation: string): boolean =>
  (registry.nations.get(nation)?.endpoint ?? null) !== null;

export const admissionOf = (run: Run, nation: string): Admission => ({
  model: run.model,
  decisions: run.decisions,
  nation,
  alarm: run.alarm,
});
