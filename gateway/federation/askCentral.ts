// Ordinary federation: one fetch of the plan, asked of the one subgraph that serves it.
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { CodedError } from '../errors.ts';
import { centralOwner } from '../policy/clearanceTowards.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { admitFields, admitObject, BROKEN, HIDDEN, type Admission } from './admit.ts';
import { askSubgraph, failed, type CentralAnswer } from './askSubgraph.ts';
import { assemble } from './assemble.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import { Planted, plantErrors, type PlantedAnswer } from './plantErrors.ts';
import { isOf, represent } from './represent.ts';
import { rewriteData } from './rewriteData.ts';
import { admissionOf, type Run } from './Run.ts';
import type { CentralStep } from './Step.ts';
import { Entry, lack, together, untyped } from './tree.ts';

export async function askCentral(run: Run, step: CentralStep, entries: readonly Entry[]): Promise<void> {
  if (step.fetch.requires) await askEntities(run, step, step.fetch.requires, entries);
  else await askRoot(run, step);
}

async function askRoot(run: Run, step: CentralStep): Promise<void> {
  const assembly = run.assemblies.get(step);
  if (assembly && (await assemble(run, assembly))) return;
  const { model, root } = run;
  const answer = planted(run, await ask(run, step));
  const data = 'data' in answer ? answer.data : undefined;
  rewriteData(step.fetch.outputRewrites, data, isOf(model));
  const admitted = data ? admitFields(centralAdmission(run), data, step.shape, root) : BROKEN;
  if (admitted instanceof Entry) return;
  if (!('failures' in answer) || answer.failures.size === 0) {
    lack(root, new Planted(failureOf(run, answer)).inPlaceOf(model.schema, step.shape));
    return;
  }
  for (const { key, shape } of step.shape.fieldsOf(model.schema, root.type)) {
    const failure = answer.failures.get(key)?.inPlaceOf(model.schema, shape);
    if (failure) root.values[key] = together(root.values[key], failure);
    else root.values[key] ??= null;
  }
}

async function askEntities(
  run: Run,
  step: CentralStep,
  requires: readonly QueryPlanSelectionNode[],
  entries: readonly Entry[],
): Promise<void> {
  const { model } = run;
  const { schema } = model;
  const byText = new Map<string, { representation: Record<string, unknown>; places: Entry[] }>();
  /** By what is to blame: one for all objects. */
  const failures = new Map<CodedError, Planted>();
  const missing = (error: CodedError): Planted =>
    failures.getOrInsertComputed(error, () => new Planted(error).inPlaceOf(schema, step.shape));

  for (const entry of entries.filter((each) => mayBeTold(model, each))) {
    const representation = represent(model, entry, requires);
    if (representation instanceof Planted) fail(model, entry, missing(representation.error));
    else if (representation && '__typename' in representation) {
      rewriteData(step.fetch.inputRewrites, representation, isOf(model));
      const text = JSON.stringify(representation);
      const known = byText.get(text);
      if (known) known.places.push(entry);
      else byText.set(text, { representation, places: [entry] });
    }
  }
  if (byText.size === 0) return;
  const asked = [...byText.values()];
  const representations = asked.map(({ representation }) => representation);
  const answer = planted(run, await ask(run, step, { representations }));
  const entities = 'data' in answer ? answer.data['_entities'] : undefined;
  const admission = centralAdmission(run);
  let whole: CodedError | undefined;
  for (const [index, { places }] of asked.entries()) {
    const raw: unknown = Array.isArray(entities) ? entities[index] : undefined;
    rewriteData(step.fetch.outputRewrites, raw, isOf(model));
    const failure = (): Planted =>
      raw instanceof Planted ? raw.inPlaceOf(schema, step.shape) : missing((whole ??= failureOf(run, answer)));
    for (const entry of places) placeEntity(admission, step, entry, raw, failure);
  }
}

/** Of a nation's record a central subgraph learns once this reader may have it; its own it decides on by answering. */
const mayBeTold = ({ isLabelled, routedTypes }: ContractModel, { type, admission }: Entry): boolean =>
  typeof admission === 'object' || !isLabelled(type) || !routedTypes.has(type);

function placeEntity(context: Admission, step: CentralStep, entry: Entry, raw: unknown, failure: () => Planted): void {
  const { admission } = entry;
  // What its owner says of a record, and this reader may have, no central subgraph takes away.
  const stands = typeof admission === 'object';
  if (isRecord(raw) && !(raw instanceof Error)) {
    const whole = '__typename' in raw ? raw : { __typename: entry.type, ...raw };
    const admitted = admitObject(context, whole, step.shape, entry);
    if (admitted instanceof Entry) return;
    if (stands) entry.admission = admission;
    else if (admitted === HIDDEN) return;
  }
  if (!stands && context.model.isLabelled(entry.type)) {
    entry.admission ??= 'hidden';
    return;
  }
  if (!stands && raw === null && entry.holder !== centralOwner) {
    entry.admission = 'hidden';
    return;
  }
  if (raw !== null) fail(context.model, entry, failure());
}

/** Nothing has come for an object. What nobody else tells is what it is. */
function fail(model: ContractModel, entry: Entry, failure: Planted): void {
  lack(entry, failure);
  if (!model.isObject(entry.type)) entry.values[untyped] ??= new Planted(failure.error);
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
const planted = (run: Run, came: CentralAnswer): PlantedAnswer | CodedError =>
  came instanceof CodedError ? came : plantErrors(came, (error) => noted(run, failed(error)));

/** Why there is nothing where no answer has brought anything. */
const failureOf = (run: Run, answer: PlantedAnswer | CodedError): CodedError =>
  noted(run, answer instanceof CodedError ? answer : failed());

/** What a central subgraph says wrongly of an object is no reason to doubt the rest, unless the object is a record. */
const centralAdmission = (run: Run): Admission => ({
  ...admissionOf(run, centralOwner),
  failed: () => noted(run, failed()),
});

function noted(run: Run, error: CodedError): CodedError {
  run.failures.add(error);
  return error;
}
