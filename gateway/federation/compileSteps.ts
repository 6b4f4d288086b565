import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { keys, responseKey } from '../operation/selections.ts';
import { conditionsOf } from './conditions.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import { askedField, asksBeyond, cut, gatherStep, itemsOf, type Cutting, type Place } from './cut.ts';
import { matchStep } from './matchStep.ts';
import { Shape } from './Shape.ts';
import type { PlannedStep, Step } from './Step.ts';
import type { Path } from './tree.ts';

/** Turns Apollo's query plan into steps in our own phase order. */
export function compileSteps(
  model: ContractModel,
  plan: QueryPlan,
  isNationalService: (service: string) => boolean,
): readonly PlannedStep[] {
  const steps: Step[] = [];
  /** For each step, the steps of the plan's own fetches that a Sequence puts before it. */
  const sequenced: (readonly number[])[] = [];

  const visitNode = (node: PlanNode, place: Place, before: readonly number[]): number[] => {
    switch (node.kind) {
      case 'Sequence': {
        let done: readonly number[] = before;
        const all: number[] = [];
        for (const next of node.nodes) {
          const made = visitNode(next, place, done);
          all.push(...made);
          done = [...done, ...made];
        }
        return all;
      }
      case 'Parallel':
        return node.nodes.flatMap((next) => visitNode(next, place, before));
      case 'Flatten':
        return visitNode(node.node, { ...place, path: [...place.path, ...node.path.map(String)] }, before);
      case 'Condition': {
        const branch = (clause: PlanNode | undefined, value: boolean): number[] =>
          clause
            ? visitNode(
                clause,
                { ...place, conditions: [...place.conditions, { variable: node.condition, value }] },
                before,
              )
            : [];
        return [...branch(node.ifClause, true), ...branch(node.elseClause, false)];
      }
      case 'Fetch': {
        const first = steps.length;
        for (const step of stepsOfFetch(model, node, place, isNationalService)) {
          steps.push(step);
          sequenced.push(before);
        }
        return steps.slice(first).map((_, index) => first + index);
      }
      case 'Defer':
        throw new TypeError('the planner was not told to defer');
    }
  };

  if (plan.node) {
    if (plan.node.kind === 'Subscription') throw new TypeError('a subscription has no query plan of ours');
    visitNode(plan.node, { path: [], conditions: [] }, []);
  }
  const outcomes = outcomesOf(steps);
  const after = steps.map((step) => new Set(comeFirst(step, outcomes)));
  after.forEach((set, index) => set.delete(index));
  sequenced.forEach((before, index) => {
    for (const other of before)
      if (mayBeRequired(steps[other]) && !reaches(after, other, index)) after[index]?.add(other);
  });
  return steps.map((step, index) => ({ step, after: [...(after[index] ?? [])] }));
}

/** What makes objects is found by its path; what adds fields to them, which a later fetch requires, by Sequence alone. */
const mayBeRequired = (step: Step | undefined): boolean => step?.kind === 'central' || step?.kind === 'owner';

/** Does `from` wait for `to`, directly or not? A Sequence of the plan never turns our own order around. */
function reaches(after: readonly ReadonlySet<number>[], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const step of seen) {
    if (step === to) return true;
    for (const next of after[step] ?? []) seen.add(next);
  }
  return false;
}

function stepsOfFetch(
  model: ContractModel,
  node: FetchNode,
  place: Place,
  isNationalService: (service: string) => boolean,
): Step[] {
  const document = node.operationDocumentNode ?? parse(node.operation, { noLocation: true });
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) return [];
  if (!isNationalService(node.serviceName)) return [centralStep(model, node, document, operation, place)];
  const steps: Step[] = [];
  const add = (step: Step): void => void steps.push(step);
  const cutting: Cutting = { model, variables: operation.variableDefinitions ?? [], add };
  const visitRoot = (set: SelectionSetNode, at: Place): void => {
    for (const selection of set.selections) {
      const met = conditionsOf(selection);
      if (met === null || selection.kind === Kind.FRAGMENT_SPREAD) continue;
      const here: Place = { ...at, conditions: [...at.conditions, ...met] };
      if (selection.kind === Kind.INLINE_FRAGMENT) visitRoot(selection.selectionSet, here);
      else if (selection.name.value === '_entities') visitEntities(selection, here);
      else if (!selection.name.value.startsWith('__')) visitRootField(selection, here);
    }
  };
  const visitEntities = (entities: FieldNode, at: Place): void => {
    for (const selection of entities.selectionSet?.selections ?? []) {
      if (selection.kind !== Kind.INLINE_FRAGMENT || !selection.typeCondition) continue;
      const type = model.schema.getType(selection.typeCondition.name.value);
      if (!isObjectType(type)) continue;
      const cutOut = cut(cutting, type, selection.selectionSet, at);
      if (asksBeyond(cutOut.set, '__typename')) add({ kind: 'owner', ...at, typeName: type.name, selection: cutOut });
    }
  };
  const visitRootField = (field: FieldNode, at: Place): void => {
    const root = model.schema.getRootType(operation.operation);
    const definition = root?.getFields()[field.name.value];
    if (!root || !definition) return;
    const coordinate = `${root.name}.${definition.name}`;
    const match = model.matches.get(coordinate);
    if (match) {
      add(matchStep(cutting, match, definition, field, at));
      return;
    }
    if (model.gathered.has(coordinate)) {
      add(gatherStep(cutting, root, definition, field, at));
      return;
    }
    const asked = askedField(cutting, root, definition, field, at);
    add({
      kind: 'route',
      ...at,
      operation: operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
      field: asked,
    });
  };
  visitRoot(operation.selectionSet, place);
  return steps;
}

function centralStep(
  model: ContractModel,
  node: FetchNode,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  place: Place,
): Step {
  const root = model.schema.getRootType(operation.operation);
  if (!root) throw new TypeError(`the contract has no ${operation.operation} type`);
  const shape = new Shape(root);
  if (node.requires) {
    for (const selection of operation.selectionSet.selections) {
      if (selection.kind === Kind.FIELD && selection.selectionSet)
        fillShape(model, shape, root, selection.selectionSet, false);
    }
  } else fillShape(model, shape, root, operation.selectionSet, false);
  for (const rewrite of node.outputRewrites ?? [])
    if (rewrite.kind === 'KeyRenamer') renameKey(shape, rewrite.path, rewrite.renameKeyTo);
  return { kind: 'central', ...place, service: node.serviceName, document, fetch: node, shape };
}

/** What the planner asks under a name of its own is looked for under the one that it is given on arrival. */
function renameKey(shape: Shape, path: readonly string[], name: string): void {
  const [step, ...rest] = path.filter((one) => !one.startsWith('... on '));
  for (const part of shape.parts) {
    part.fields = part.fields.map((field) => {
      if (field.key !== step) return field;
      if (rest.length === 0) return { ...field, key: name };
      if (field.shape) renameKey(field.shape, rest, name);
      return field;
    });
  }
}

/** The shape of a fetch from which nothing is cut out. */
function fillShape(
  model: ContractModel,
  shape: Shape,
  on: Shape['type'],
  set: SelectionSetNode,
  conditional: boolean,
): void {
  const fields: Shape['parts'][number]['fields'][number][] = [];
  shape.parts.push({ on, fields });
  const types = isAbstractType(on) ? model.schema.getPossibleTypes(on) : [on];
  const isHeld = shape.isHeld || types.some(({ name }) => model.isLabelled(name));
  for (const selection of set.selections) {
    const optional = conditional || (selection.directives?.length ?? 0) > 0;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = selection.typeCondition ? model.schema.getType(selection.typeCondition.name.value) : on;
      if (isCompositeType(type)) fillShape(model, shape, type, selection.selectionSet, optional);
      continue;
    }
    const definition =
      selection.kind === Kind.FIELD && 'getFields' in on ? on.getFields()[selection.name.value] : undefined;
    if (selection.kind !== Kind.FIELD || !definition) continue;
    const target = getNamedType(definition.type);
    const inner = isCompositeType(target) && selection.selectionSet ? new Shape(target, isHeld) : null;
    if (inner && selection.selectionSet) fillShape(model, inner, inner.type, selection.selectionSet, false);
    fields.push({
      key: responseKey(selection),
      name: definition.name,
      type: definition.type,
      conditional: optional,
      shape: inner,
      reference: false,
    });
  }
}

/** By path: the steps that make objects there, and those that bring markings. */
interface Outcomes {
  readonly makes: ReadonlyMap<string, readonly number[]>;
  readonly marks: ReadonlyMap<string, readonly number[]>;
}

const textOf = (path: Path): string => path.join('.');

function outcomesOf(steps: readonly Step[]): Outcomes {
  const makes = new Map<string, number[]>();
  const marks = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, path: Path, index: number): void => {
    const text = textOf(path);
    const known = map.get(text);
    if (known) known.push(index);
    else map.set(text, [index]);
  };
  const walk = (shape: Shape, path: Path, index: number): void => {
    for (const part of shape.parts) {
      for (const field of part.fields) {
        if (field.key === keys.marking) add(marks, path, index);
        if (!field.shape) continue;
        const below = [...path, field.key, ...itemsOf(field.type)];
        add(makes, below, index);
        walk(field.shape, below, index);
      }
    }
  };
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'owner') walk(step.selection.shape, step.path, index);
    else if (step.kind === 'central') walk(step.shape, step.path, index);
    else {
      const below = [...step.path, step.field.key, ...itemsOf(step.field.definition.type)];
      add(makes, below, index);
      walk(step.field.selection.shape, below, index);
    }
  }
  return { makes, marks };
}

/**
 * Objects on the way must exist and be admitted. At the end of the way an owner is asked about its own record, which
 * needs no admission; a gather and a central subgraph are told its key, which does.
 */
function comeFirst(step: Step, { makes, marks }: Outcomes): number[] {
  return step.path.flatMap((_, index) => {
    const path = textOf(step.path.slice(0, index + 1));
    const last = index === step.path.length - 1;
    return [...(makes.get(path) ?? []), ...(!last || step.kind !== 'owner' ? (marks.get(path) ?? []) : [])];
  });
}
