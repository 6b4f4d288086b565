import { isObjectType, Kind } from 'graphql';
import type { ObjectTypeDefinitionNode, ObjectTypeExtensionNode } from 'graphql';
import { argumentsOf, isApplied } from './applied.ts';
import type { Rule } from './Contract.ts';

/** A key is fetched whenever anything of the record is, so it has no floor and no portion label. */
export const keysUnlabelled: Rule = ({ subgraphs, schema }) =>
  subgraphs
    .flatMap(({ document }) => document.definitions)
    .filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION)
    .flatMap((node) => {
      const type = schema.getType(node.name.value);
      if (!isObjectType(type)) return [];
      return keyFields(node).flatMap((name) => {
        const field = type.getFields()[name];
        if (field === undefined || !(isApplied(field, 'classified') || isApplied(field, 'portion'))) return [];
        return [{ at: `${type.name}.${name}`, message: 'is a key and labelled; label another field or the type' }];
      });
    });

const keyFields = (node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode): readonly string[] =>
  (node.directives ?? [])
    .filter(({ name }) => name.value === 'key')
    .flatMap((key) => String(argumentsOf(key)['fields']).match(/\w+/g) ?? []);
