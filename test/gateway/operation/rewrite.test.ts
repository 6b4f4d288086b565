import { parse, print, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { deniedVariables } from '../../../gateway/operation/deniedValue.ts';
import { rewrite } from '../../../gateway/operation/rewrite.ts';
import { ourContract } from '../../support/ourContract.ts';
import { readerClassOf, type Cleared } from '../../support/readerClassOf.ts';

function rewritten(cleared: Cleared, query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const { model } = ourContract();
  const document = parse(query);
  const [operation] = document.definitions as OperationDefinitionNode[];
  if (!operation) throw new TypeError('no operation');
  const readers = readerClassOf(cleared);
  const denied = deniedVariables(model.schema, readers, operation, variables);
  const result = rewrite(model, readers, document, operation, denied);
  return {
    text: result.document ? print(result.document) : null,
    denied: [...result.denied].map(([node, decision]) => [node.name.value, decision]),
  };
}

const attribution = '{ incidents { edges { node { id attribution { actor } } } } }';

describe('a field above the floor of its reader', () => {
  it('is not in the operation that is planned', () => {
    const { text, denied } = rewritten({ level: 'NR' }, attribution);
    expect(text).not.toContain('attribution');
    expect(denied).toEqual([['attribution', 'deny']]);
  });

  it('is there for a reader who reaches it', () => {
    expect(rewritten({ level: 'NC' }, attribution).text).toContain('attribution');
  });

  it('asks for a stronger sign-in where nothing else is missing', () => {
    expect(rewritten({ level: 'NC', aal: 1 }, attribution).denied).toEqual([['attribution', { requiredAal: 2 }]]);
  });

  it.each([
    '{ incidents { edges { node { x: attribution { actor } } } } }',
    'query { incidents { edges { node { ...A } } } } fragment A on Incident { ...B } fragment B on Incident { attribution { actor } }',
    '{ incidents { edges { node { ... on Incident @include(if: true) { attribution { actor } } } } } }',
    '{ incidents { edges { node { ... on Labelled { ... on Incident { attribution { actor } } } } } } }',
  ])('is found behind aliases, fragments and interfaces: %s', (query) => {
    const { text, denied } = rewritten({ level: 'NU' }, query);
    expect(text).not.toContain('attribution');
    expect(denied).toHaveLength(1);
  });

  it('needs every category and one of the roles of its floor', () => {
    const effect = '{ capabilities { edges { node { effect { description } } } } }';
    expect(rewritten({ level: 'CTS' }, effect).denied).toHaveLength(1);
    expect(rewritten({ level: 'NS', categories: ['coi:SCEPVA'] }, effect).denied).toHaveLength(0);
    const audit = '{ auditEvents { edges { node { id } } } }';
    expect(rewritten({ level: 'CTS' }, audit).text).toBeNull();
    expect(rewritten({ level: 'NR', roles: ['SECURITY_OFFICER'] }, audit).denied).toHaveLength(0);
  });
});

describe('a filter on a field above the floor of its reader shuts the whole list', () => {
  const list = 'incidents';

  it('as a literal', () => {
    const { text, denied } = rewritten(
      { level: 'NR' },
      '{ incidents(where: { attributedTo: "x" }) { edges { node { id } } } }',
    );
    expect(text).toBeNull();
    expect(denied).toEqual([[list, 'deny']]);
  });

  it.each([
    [
      'query ($where: IncidentFilter!) { incidents(where: $where) { edges { node { id } } } }',
      { where: { attributedTo: 'x' } },
    ],
    ['query ($actor: String) { incidents(where: { attributedTo: $actor }) { edges { node { id } } } }', {}],
  ])('as a variable: %s', (query, variables) => {
    expect(rewritten({ level: 'NR' }, query, variables).denied).toEqual([[list, 'deny']]);
  });

  it('and not for another value of the same variable', () => {
    const query = 'query ($where: IncidentFilter!) { incidents(where: $where) { edges { node { id } } } }';
    expect(rewritten({ level: 'NR' }, query, { where: { minSeverity: 'S3_HIGH' } }).denied).toEqual([]);
  });
});

describe('of which type an object is', () => {
  it('is not asked of a central subgraph where the contract says it', () => {
    const { text } = rewritten({ level: 'NR' }, '{ viewer { clearance { effectiveLevels { level } } } }');
    expect(text).not.toContain('__typename');
  });

  it('is asked of nations', () => {
    const { text } = rewritten({ level: 'NC' }, attribution);
    expect(text).toMatch(/attribution \{\s+__typename\s+actor/);
  });

  it('is asked for a record and for what may be of several types, whoever answers', () => {
    const { text } = rewritten(
      { level: 'NR', roles: ['SECURITY_OFFICER'] },
      '{ auditEvents { edges { node { id } } } }',
    );
    expect(text).toContain('__typename');
  });
});
