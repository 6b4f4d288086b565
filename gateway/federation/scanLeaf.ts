import { isEnumType, type GraphQLLeafType } from 'graphql';
import { leafCheck } from './leaf.ts';
import { scanFloat, scanInt, scanText, scanTextThat, scanWords, type Scan } from './scanJson.ts';

/** Null: such a value can be written in more than one way. */
export function scanLeaf(type: GraphQLLeafType): Scan | null {
  switch (type.name) {
    case 'String':
    case 'ID':
      return scanText;
    case 'Int':
      return scanInt;
    case 'Float':
      return scanFloat;
    case 'Boolean':
      return scanWords(['true', 'false']);
    case 'Long':
    case 'JSON':
      return null;
    default:
      return isEnumType(type)
        ? scanWords(type.getValues().map(({ name }) => JSON.stringify(name)))
        : scanTextThat(leafCheck(type));
  }
}
