import {
  isAbstractType,
  isCompositeType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** What an answer has to look like: the selection that was sent, by concrete type. */
export interface ShapeField {
  readonly key: string;
  readonly name: string;
  readonly type: GraphQLOutputType;
  /** Under `@include` or `@skip`: may be absent. */
  readonly conditional: boolean;
  readonly shape: Shape | null;
  /** A reference: only the key of its target is asked of the nation that refers to it. */
  readonly reference: boolean;
}

export class Shape {
  readonly type: GraphQLCompositeType;
  /** Does a record hold what has this shape? */
  readonly isHeld: boolean;
  readonly parts: { readonly on: GraphQLCompositeType; fields: readonly ShapeField[] }[] = [];
  readonly #byType = new Map<string, readonly ShapeField[]>();

  constructor(type: GraphQLCompositeType, isHeld = false) {
    this.type = type;
    this.isHeld = isHeld;
  }

  /** The fields asked of an object of this concrete type; fields with one response key are one. */
  fieldsOf(schema: GraphQLSchema, typeName: string): readonly ShapeField[] {
    const known = this.#byType.get(typeName);
    if (known) return known;
    const type = schema.getType(typeName);
    const fields = new Map<string, ShapeField>();
    for (const part of this.parts) {
      const applies =
        part.on.name === typeName ||
        (isAbstractType(part.on) && isCompositeType(type) && !isAbstractType(type) && schema.isSubType(part.on, type));
      if (!applies) continue;
      for (const field of part.fields) {
        const other = fields.get(field.key);
        fields.set(field.key, other ? together(other, field) : field);
      }
    }
    const result = [...fields.values()];
    this.#byType.set(typeName, result);
    return result;
  }
}

function together(a: ShapeField, b: ShapeField): ShapeField {
  const conditional = a.conditional && b.conditional;
  if (!a.shape || !b.shape) return { ...a, conditional };
  const shape = new Shape(a.shape.type, a.shape.isHeld || b.shape.isHeld);
  shape.parts.push(...partsOf(a, a.shape), ...partsOf(b, b.shape));
  return { ...a, conditional, shape };
}

/** What is asked below a field that may be absent may be absent itself where another selection brings the field. */
const partsOf = ({ conditional }: ShapeField, { parts }: Shape): Shape['parts'] =>
  conditional
    ? parts.map(({ on, fields }) => ({ on, fields: fields.map((field) => ({ ...field, conditional: true })) }))
    : parts;
