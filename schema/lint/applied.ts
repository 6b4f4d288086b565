import { valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';

/** Anything of a schema to which directives are applied. */
export interface Element {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** The arguments of each application of a directive, without defaults. Empty: not applied. */
export const applied = (element: Element, directive: string): readonly Arguments[] =>
  (element.astNode?.directives ?? []).filter(({ name }) => name.value === directive).map(argumentsOf);

export const isApplied = (element: Element, directive: string): boolean => applied(element, directive).length > 0;

export const argumentsOf = (application: ConstDirectiveNode): Arguments =>
  Object.fromEntries((application.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));

/** The values of an argument that is a text or a list of texts. */
export const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
