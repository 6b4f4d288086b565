import { isInputObjectType, isObjectType, validateSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { visibleSchema } from '../../../gateway/operation/visibleSchema.ts';
import { ourContract } from '../../support/ourContract.ts';
import { readerClassOf, type Cleared } from '../../support/readerClassOf.ts';

const seenBy = (cleared: Cleared): GraphQLSchema =>
  visibleSchema(ourContract().apiSchema, new Set(readerClassOf(cleared).denied()));

function fieldsOf(schema: GraphQLSchema, typeName: string): readonly string[] {
  const type = schema.getType(typeName);
  return isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : [];
}

describe('introspection shows a reader the part of the contract that they may use', () => {
  it('and that part is a schema of its own', () => {
    for (const level of ['NU', 'NC', 'CTS'] as const) expect(validateSchema(seenBy({ level }))).toEqual([]);
  });

  it('without the fields and filters above their floor', () => {
    expect(fieldsOf(seenBy({ level: 'NR' }), 'Incident')).not.toContain('attribution');
    expect(fieldsOf(seenBy({ level: 'NR' }), 'IncidentFilter')).not.toContain('attributedTo');
    expect(fieldsOf(seenBy({ level: 'NC' }), 'Incident')).toContain('attribution');
    expect(fieldsOf(seenBy({ level: 'NC' }), 'IncidentFilter')).toContain('attributedTo');
  });

  it('by category and role as well as level', () => {
    expect(fieldsOf(seenBy({ level: 'CTS' }), 'Capability')).not.toContain('effect');
    expect(fieldsOf(seenBy({ level: 'NS', categories: ['coi:SCEPVA'] }), 'Capability')).toContain('effect');
    expect(fieldsOf(seenBy({ level: 'CTS' }), 'Query')).not.toContain('auditEvents');
    expect(fieldsOf(seenBy({ level: 'NR', roles: ['SECURITY_OFFICER'] }), 'Query')).toContain('auditEvents');
  });

  it('and never the markings that only the gateway reads', () => {
    const schema = seenBy({ level: 'CTS' });
    expect(fieldsOf(schema, 'Incident')).not.toContain('marking');
    expect(fieldsOf(schema, 'Situation')).not.toContain('counted');
  });
});
