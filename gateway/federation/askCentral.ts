// Ordinary federation: one fetch of the plan, asked of the one subgraph that serves it.
import { isAbstractType, isNonNullType } from 'graphql';
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { CodedError } from '../errors.ts';
import { centralOwner } from '../policy/clearanceTowards.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { admitFields, admitObject, BROKEN, HIDDEN } from './admit.ts';
import { askSubgraph, failed, type CentralAnswer } from './askSubgraph.ts';
import { assemble } from './assemble.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import { Planted, plantErrors, type PlantedAnswer } from './plantErrors.ts';
import { rewriteData } from './rewriteData.ts';
import { admissionOf, type Run } from './Run.ts';
import type { ShapeField } from './Shape.ts';
import type { CentralStep } from './Step.ts';
import { Entry } from './tree.ts';

export async function askCentral(run: Run, step: CentralStep, entries: readonly Entry[]): Promise<void> {
  if (step.fetch.requires) await askEntities(run, step, step.fetch.requires, entries);
  else await askRoot(run, step);
}

async function askRoot(run: Run, step: CentralStep): Promise<void> {
  const assembly = run.assemblies.get(step);
  if (assembly && (await assemble(run, assembly))) return;
  const answer = planted(await ask(run, step));
  const fields = step.shape.fieldsOf(run.model.schema, run.root.type);
  if ('failures' in answer && answer.failures.size > 0) {
    for (const { key } of fields) run.root.values[key] ??= answer.failures.get(key) ?? null;
    return;
  }
  const data = 'data' in answer ? answer.data : undefined;
  rewriteData(step.fetch.outputRewrites, data, isOf(run.model));
  const admitted = data ? admitFields(admissionOf(run, centralOwner), data, step.shape, run.root) : BROKEN;
  if (admitted instanceof Entry) return;
  for (const { key } of fields) run.root.values[key] ??= failureOf(answer);
}

async function askEntities(
  run: Run,
  step: CentralStep,
  requires: readonly QueryPlanSelectionNode[],
  entries: readonly Entry[],
): Promise<void> {
  const byText = new Map<string, { representation: Record<string, unknown>; places: Entry[] }>();
  for (const entry of entries.filter((each) => mayBeTold(run.model, each))) {
    const representation = represent(run.model, entry, requires);
    if (!representation || representation['__typename'] === undefined) continue;
    rewriteData(step.fetch.inputRewrites, representation, isOf(run.model));
    const text = JSON.stringify(representation);
    const known = byText.get(text);
    if (known) known.places.push(entry);
    else byText.set(text, { representation, places: [entry] });
  }
  if (byText.size === 0) return;
  const asked = [...byText.values()];
  const representations = asked.map(({ representation }) => representation);
  const answer = planted(await ask(run, step, { representations }));
  const entities = 'data' in answer ? answer.data['_entities'] : undefined;
  for (const [index, { places }] of asked.entries()) {
    const raw: unknown = Array.isArray(entities) ? entities[index] : undefined;
    rewriteData(step.fetch.outputRewrites, raw, isOf(run.model));
    for (const entry of places) placeEntity(run, step, entry, raw, answer);
  }
}

/** Of a nation's record a central subgraph learns once this reader may have it; its own it decides on by answering. */
const mayBeTold = ({ isLabelled, routedTypes }: ContractModel, { type, admission }: Entry): boolean =>
  typeof admission === 'object' || !isLabelled(type) || !routedTypes.has(type);

function placeEntity(
  run: Run,
  step: CentralStep,
  entry: Entry,
  raw: unknown,
  answer: PlantedAnswer | CodedError,
): void {
  const { admission } = entry;
  // What its owner says of a record, and this reader may have, no central subgraph takes away.
  const stands = typeof admission === 'object';
  if (isRecord(raw) && !(raw instanceof Error)) {
    const whole = '__typename' in raw ? raw : { __typename: entry.type, ...raw };
    const admitted = admitObject(admissionOf(run, centralOwner), whole, step.shape, entry);
    if (admitted instanceof Entry) return;
    if (stands) entry.admission = admission;
    else if (admitted === HIDDEN) return;
  }
  if (!stands && run.model.isLabelled(entry.type)) {
    entry.admission ??= 'hidden';
    return;
  }
  if (!stands && raw === null && entry.holder !== centralOwner) {
    entry.admission = 'hidden';
    return;
  }
  const fields = step.shape.fieldsOf(run.model.schema, entry.type);
  if (raw instanceof Planted) {
    for (const field of fields) entry.values[field.key] ??= failedBeside(raw, field);
  } else if (raw !== null) {
    for (const { key } of fields) entry.values[key] ??= failureOf(answer);
  }
}

/** What one field of an entity reads that another one, which must not be null, has made null as a whole. */
function failedBeside({ error, below }: Planted, { key, type }: ShapeField): Planted | null {
  if (key === below[0]) return new Planted(error, below.slice(1));
  return isNonNullType(type) ? new Planted(error, below, true) : null;
}

async function ask(
  run: Run,
  step: CentralStep,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<CentralAnswer> {
  const came = run.came.get(step)?.() ?? (await askSubgraph(run, step, { variables }));
  return 'marks' in came ? failed() : came;
}

/** The answer's data with its errors planted where they point; their wording stays behind. */
const planted = (came: CentralAnswer): PlantedAnswer | CodedError =>
  came instanceof CodedError ? came : plantErrors(came, failed);

/** What a field reads that no answer has brought. */
const failureOf = (answer: PlantedAnswer | CodedError): CodedError =>
  answer instanceof CodedError ? answer : failed();

/** Null: the object lacks something that the fetch requires of it. */
function represent(
  model: ContractModel,
  entry: Entry,
  requires: readonly QueryPlanSelectionNode[],
): Record<string, unknown> | null {
  const representation: Record<string, unknown> = {};
  for (const selection of requires) {
    if (selection.kind === 'InlineFragment') {
      if (selection.typeCondition !== undefined && !isOf(model)(entry.type, selection.typeCondition)) continue;
      const part = represent(model, entry, selection.selections);
      if (part === null) return null;
      Object.assign(representation, part);
    } else if (selection.name === '__typename') representation['__typename'] = entry.type;
    else {
      const value = representValue(model, entry.values[selection.name], selection.selections);
      if (value === undefined) return null;
      representation[selection.name] = value;
    }
  }
  return representation;
}

function representValue(model: ContractModel, value: unknown, selections: FetchNode['requires'] | undefined): unknown {
  if (value instanceof Error) return undefined;
  if (Array.isArray(value)) return value.map((item) => representValue(model, item, selections));
  if (!(value instanceof Entry)) return value;
  return value.admission === 'hidden' ? null : represent(model, value, selections ?? []);
}

const isOf =
  ({ schema }: ContractModel) =>
  (typeName: string, condition: string): boolean => {
    if (condition === typeName) return true;
    const [abstract, type] = [schema.getType(condition), schema.getType(typeName)];
    return (
      isAbstractType(abstract) && type !== undefined && 'getInterfaces' in type && schema.isSubType(abstract, type)
    );
  };
