import { visit } from 'graphql';
import type { Finding, Rule } from './Contract.ts';
import { requirements } from './requirements.ts';

/** No field inside @requires has arguments: they would reach a nation past the rewriting of the operation. */
export const requiresTakeNoArguments: Rule = ({ subgraphs }) =>
  requirements(subgraphs).flatMap(({ at, selection }) => {
    const findings: Finding[] = [];
    visit(selection, {
      Field: (node) => {
        if (!node.arguments?.length) return;
        findings.push({ at, message: `@requires gives arguments to \`${node.name.value}\`; require it without` });
      },
    });
    return findings;
  });
