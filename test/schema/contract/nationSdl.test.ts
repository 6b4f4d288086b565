import { buildSubgraphSchema } from '@apollo/subgraph';
import { isObjectType, Kind, parse } from 'graphql';
import type { ObjectTypeDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { contractSdls } from '../../../schema/contractSdls.ts';
import { nationSdl } from '../../../schema/nationSdl.ts';

const schema = buildSubgraphSchema({ typeDefs: parse(nationSdl()) });

const fieldsOf = (name: string): string[] => {
  const type = schema.getType(name);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
};

describe('the SDL that a nation serves', () => {
  it('has every field of every national domain', () => {
    const wanted = contractSdls()
      .filter(({ national }) => national)
      .flatMap(({ sdl }) => parse(sdl).definitions)
      .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
      .flatMap(({ name, fields = [] }) => fields.map((field) => `${name.value}.${field.name.value}`));
    expect(wanted.length).toBeGreaterThan(200);
    expect(wanted.filter((at) => !fieldsOf(at.split('.')[0] ?? '').includes(at.split('.')[1] ?? ''))).toEqual([]);
  });

  it('has an incident with the fields of all domains, and nothing of the central subgraph', () => {
    expect(fieldsOf('Incident')).toEqual(expect.arrayContaining(['name', 'related', 'capabilityRequests', 'lessons']));
    expect(fieldsOf('Nation')).toEqual(['code', 'incidents', 'capabilities', 'exercises']);
    expect(fieldsOf('Query')).not.toContain('viewer');
  });
});
