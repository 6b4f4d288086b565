import { readFileSync } from 'node:fs';
import { buildSchema, Kind, parse, validate } from 'graphql';
import type { DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compose } from '../../../schema/compose.ts';
import { contractSdls } from '../../../schema/contractSdls.ts';
import { publishedSchema } from '../../../schema/publishedSchema.ts';

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const published = textOf('../../../schema.graphql');
const schema = buildSchema(published);

describe('the published schema', () => {
  it('is what the contract composes to', () => {
    const composed = compose(contractSdls());
    expect('supergraphSdl' in composed && publishedSchema(composed.supergraphSdl)).toBe(published);
  });

  it('tells readers neither markings nor where anything is routed', () => {
    const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
      'getFields' in type ? Object.keys(type.getFields()) : [],
    );
    expect(fields.length).toBeGreaterThan(300);
    expect(fields).not.toContain('marking');
    expect(fields).not.toContain('counted');
    expect(published).not.toMatch(/@(?!deprecated|specifiedBy)\w/);
  });

  it.each(operations(parse(textOf('examples.graphql'))))('answers the example $name', ({ document }) => {
    expect(validate(schema, document)).toEqual([]);
  });
});

/** Each operation with all fragments of the file that it uses. */
function operations(document: DocumentNode): readonly { readonly name: string; readonly document: DocumentNode }[] {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return document.definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => {
      const used = fragments.filter(({ name }) => JSON.stringify(operation).includes(`"${name.value}"`));
      return {
        name: operation.name?.value ?? '',
        document: { kind: Kind.DOCUMENT, definitions: [operation, ...used] },
      };
    });
}
