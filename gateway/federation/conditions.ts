import { Kind, visit, type DocumentNode, type SelectionNode } from 'graphql';
import type { Condition } from './Step.ts';

/** The conditions that `@include` and `@skip` put on a selection; null when a literal rules it out. */
export function conditionsOf(selection: SelectionNode): readonly Condition[] | null {
  const conditions: Condition[] = [];
  for (const directive of selection.directives ?? []) {
    const wanted = directive.name.value === 'include' ? true : directive.name.value === 'skip' ? false : undefined;
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    if (wanted === undefined || !value) continue;
    if (value.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, value: wanted });
    else if (value.kind === Kind.BOOLEAN && value.value !== wanted) return null;
  }
  return conditions;
}

export const allMet = (conditions: readonly Condition[], variables: Readonly<Record<string, unknown>>): boolean =>
  conditions.every(({ variable, value }) => variables[variable] === value);

/** The variables that `@include` and `@skip` read. */
export function conditionalVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: args = [] }) => {
      if (name.value !== 'include' && name.value !== 'skip') return;
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
