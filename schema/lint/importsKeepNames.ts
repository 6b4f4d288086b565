import { Kind, visit } from 'graphql';
import type { ConstDirectiveNode, ValueNode } from 'graphql';
import type { Finding, Subgraph } from './Contract.ts';

/** A subgraph imports directives under their own names: under another one the gateway would not see them. */
export const importsKeepNames = ({ subgraphs }: { readonly subgraphs: readonly Subgraph[] }): readonly Finding[] =>
  subgraphs.flatMap(({ name, document }) => {
    const findings: Finding[] = [];
    visit(document, {
      Directive: (node) => {
        if (node.name.value !== 'link') return;
        for (const renamed of renames(node as ConstDirectiveNode)) {
          findings.push({
            at: name,
            message: `@link renames ${renamed}; import it under its own name, without \`as\``,
          });
        }
      },
    });
    return findings;
  });

function renames(link: ConstDirectiveNode): readonly string[] {
  const values = new Map((link.arguments ?? []).map(({ name, value }) => [name.value, value] as const));
  const imported = values.get('import');
  const items: readonly ValueNode[] = imported?.kind === Kind.LIST ? imported.values : [];
  const renamed = items.flatMap((item) =>
    item.kind === Kind.OBJECT && item.fields.some(({ name }) => name.value === 'as') ? [textOf(item, 'name')] : [],
  );
  const whole = values.get('url');
  return values.has('as') && whole?.kind === Kind.STRING ? [whole.value, ...renamed] : renamed;
}

const textOf = (item: ValueNode, key: string): string => {
  const value = item.kind === Kind.OBJECT ? item.fields.find(({ name }) => name.value === key)?.value : undefined;
  return value?.kind === Kind.STRING ? value.value : 'a directive';
};
