import { Kind, parse } from 'graphql';
import type { SelectionSetNode } from 'graphql';
import { argumentsOf } from './applied.ts';
import type { Subgraph } from './Contract.ts';

/** One application of @requires. */
export interface Requirement {
  /** Schema coordinate. */
  readonly at: string;
  readonly type: string;
  readonly field: string;
  readonly selection: SelectionSetNode;
}

export const requirements = (subgraphs: readonly Subgraph[]): readonly Requirement[] =>
  subgraphs
    .flatMap(({ document }) => document.definitions)
    .flatMap((node) => {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
      const type = node.name.value;
      return (node.fields ?? []).flatMap(({ name: { value: field }, directives = [] }) =>
        directives
          .filter(({ name }) => name.value === 'requires')
          .map((directive) => selectionOf(String(argumentsOf(directive)['fields'])))
          .map((selection) => ({ at: `${type}.${field}`, type, field, selection })),
      );
    });

function selectionOf(fields: string): SelectionSetNode {
  const [operation] = parse(`{ ${fields} }`).definitions;
  if (operation?.kind === Kind.OPERATION_DEFINITION) return operation.selectionSet;
  return { kind: Kind.SELECTION_SET, selections: [] };
}
