// A query plan, made into steps of ours. A step extends the objects at one path; it starts when they exist and every
// labelled object on the way to them is admitted.
import type { DocumentNode, FieldNode, GraphQLField, SelectionSetNode, VariableDefinitionNode } from 'graphql';
import type { FetchNode } from '@apollo/query-planner';
import type { MatchRule } from '../contract/MatchRule.ts';
import type { Shape } from './Shape.ts';
import type { Path } from './tree.ts';

/** `@include` and `@skip` on the way to a step: it runs only when each variable has its value. */
export interface Condition {
  readonly variable: string;
  readonly value: boolean;
}

interface StepBase {
  /** Where the objects are that the step extends; empty = the root. */
  readonly path: Path;
  readonly conditions: readonly Condition[];
}

/** What is sent to a nation for the objects of one type, with everything cut out that a nation cannot answer for them. */
export interface Selection {
  readonly set: SelectionSetNode;
  readonly shape: Shape;
  /** Definitions of the reader's variables that the set uses. */
  readonly variables: readonly VariableDefinitionNode[];
}

/** A field with arguments, asked of nations by its own request. */
export interface AskedField {
  /** Response key in the tree. */
  readonly key: string;
  readonly typeName: string;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly selection: Selection;
}

/** A root field that one nation answers. */
export interface RouteStep extends StepBase {
  readonly kind: 'route';
  readonly operation: 'query' | 'mutation';
  readonly field: AskedField;
}

/** Fields of records that only their owners hold: an entity fetch of the plan, or a hop. */
export interface OwnerStep extends StepBase {
  readonly kind: 'owner';
  readonly typeName: string;
  readonly selection: Selection;
}

/** A list or summary that several nations hold parts of; `owner` = that of the object's owner alone, paged alike. */
export interface GatherStep extends StepBase {
  readonly kind: 'gather';
  readonly scope: 'all' | 'owner';
  readonly connection: boolean;
  readonly field: AskedField;
}

/** A list that the gateway makes by comparing: what is asked of nations for it, beside what the reader asks of its rows. */
export interface MatchStep extends StepBase {
  readonly kind: 'match';
  readonly field: AskedField;
  readonly rule: MatchRule;
  /** Of the record named, and of the other one. */
  readonly named: OwnerStep;
  /** The records that are compared. */
  readonly list: GatherStep;
  /** Of the record by which another nation recognised the same. */
  readonly compared: OwnerStep;
  /** What was found. */
  readonly found: GatherStep;
}

/** One fetch of ordinary federation. */
export interface CentralStep extends StepBase {
  readonly kind: 'central';
  readonly service: string;
  readonly document: DocumentNode;
  readonly fetch: Pick<FetchNode, 'operation' | 'requires' | 'variableUsages' | 'inputRewrites' | 'outputRewrites'>;
  readonly shape: Shape;
}

export type Step = RouteStep | OwnerStep | GatherStep | MatchStep | CentralStep;

export interface PlannedStep {
  readonly step: Step;
  /** Indices of the steps that come first. */
  readonly after: readonly number[];
}
