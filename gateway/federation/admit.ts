// Admission: what came back, against what was asked, whose it is and whether this reader may have it. Values are copied
// field by field, so nothing that was not asked for gets any further.
import { isRecord } from '../../schema/isRecord.ts';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { nationOf } from '../../schema/id.ts';
import type { Aal } from '../../schema/label/clearance.ts';
import { keys } from '../operation/selections.ts';
import { centralOwner } from '../policy/clearanceTowards.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import type { CodedError } from '../errors.ts';
import type { Decisions, RecordDecision } from './Decisions.ts';
import { isOpenScalar, leafCheck } from './leaf.ts';
import { Planted } from './plantErrors.ts';
import type { Shape, ShapeField } from './Shape.ts';
import { Entry, together } from './tree.ts';

/** Not for this reader: leaves its list, or is null. */
export const HIDDEN = Symbol('hidden');
/** Not what was asked for: the record around it is dropped and alarmed. */
export const BROKEN = Symbol('broken');
export type Refused = typeof HIDDEN | typeof BROKEN;

export interface Admission {
  readonly model: ContractModel;
  readonly decisions: Decisions;
  /** The nation that answered, or `ALLIANCE` for a central subgraph. */
  readonly nation: string;
  /** Told of each dropped row: for operators, never for readers. */
  readonly alarm: (broken: { readonly nation: string; readonly at: string }) => void;
  /** The summary whose counts these are: its domain is theirs. */
  readonly countedIn?: string;
  /** Asked for what stands in place of a value that is not what was asked for; left out: its object is broken. */
  readonly failed?: () => CodedError;
  /** Told of each record that only a stronger sign-in would open. */
  readonly stepUp?: (requiredAal: Aal, key: string | null) => void;
}

export const isRefused = (value: unknown): value is Refused => value === HIDDEN || value === BROKEN;

/** `into`: an object that the tree has already, such as a reference whose target this is. */
export function admitObject(context: Admission, raw: unknown, shape: Shape, into?: Entry): Entry | Refused {
  if (!isRecord(raw)) return BROKEN;
  const typeName = claimedType(context, into?.type ?? shape.type.name, raw);
  if (typeName === null) return BROKEN;
  if (into) into.type = typeName;
  const key = keyOf(raw);
  const entry = into ?? new Entry(typeName, context.nation, key);
  const decision = decide(context, typeName, into?.key ?? key, raw[keys.marking]);
  if (decision === null) return broken(context, entry);
  if (decision !== undefined) {
    if (decision.effect === 'stepUp') context.stepUp?.(decision.requiredAal, key);
    if (decision.effect !== 'permit' || !mayBeRefered(context, entry, decision)) {
      entry.admission = 'hidden';
      return HIDDEN;
    }
    entry.admission = decision.admitted;
  }
  return admitFields(context, raw, shape, entry);
}

/** Copies what was asked for into an object that is decided already, or has no label. */
export function admitFields(
  context: Admission,
  raw: Readonly<Record<string, unknown>>,
  shape: Shape,
  entry: Entry,
): Entry | Refused {
  const hidden = typeof entry.admission === 'object' ? entry.admission.hidden : undefined;
  const fields = shape.fieldsOf(context.model.schema, entry.type);
  const admits = admittersOf(fields);
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] as ShapeField;
    const value = admitField(context, raw, field, hidden?.has(field.name) ?? false, admits[index]);
    if (value === HIDDEN) return HIDDEN;
    if (value === BROKEN) {
      const failure = shape.isHeld ? null : failureAt(context, entry, field);
      if (!failure) return broken(context, entry);
      entry.values[field.key] = together(entry.values[field.key], failure);
    } else if (value !== undefined) entry.values[field.key] = together(entry.values[field.key], value);
  }
  return entry;
}

/** Null: nothing of a record is believed of which one value, at any depth, is broken. */
const failureAt = ({ model, failed }: Admission, { type }: Entry, { shape }: ShapeField): Planted | null =>
  failed && !carriesMarking(model, type) ? new Planted(failed()).inPlaceOf(model.schema, shape) : null;

/** A record or count that is broken does not exist, and harms nothing else; any other object breaks what is around it. */
function broken(context: Admission, entry: Entry): Refused {
  if (!carriesMarking(context.model, entry.type)) return BROKEN;
  entry.admission = 'hidden';
  context.alarm({ nation: context.nation, at: entry.type });
  return HIDDEN;
}

const carriesMarking = (model: ContractModel, typeName: string): boolean =>
  model.isLabelled(typeName) || typeName === 'Count';

export function admitField(
  context: Admission,
  raw: Readonly<Record<string, unknown>>,
  field: ShapeField,
  isHidden: boolean,
  admit: Admit = admitterFor(field.type, field),
): unknown {
  const value = raw[field.key];
  // No function comes out of JSON: it would be one that all objects have.
  if (value === undefined || typeof value === 'function') return field.conditional ? undefined : BROKEN;
  if (isHidden && !field.key.startsWith('__gw')) return null;
  const admitted = admit(context, value);
  return admitted === HIDDEN && !isNonNullType(field.type) ? null : admitted;
}

type Admit = (context: Admission, value: unknown) => unknown;

const admitters = new WeakMap<readonly ShapeField[], readonly Admit[]>();

/** What the contract says of the fields of an object is looked at once. */
function admittersOf(fields: readonly ShapeField[]): readonly Admit[] {
  const known = admitters.get(fields);
  if (known) return known;
  const admits = fields.map((field) => admitterFor(field.type, field));
  admitters.set(fields, admits);
  return admits;
}

function admitterFor(type: GraphQLOutputType, field: ShapeField): Admit {
  if (isNonNullType(type)) {
    const admit = admitterFor(type.ofType as GraphQLOutputType, field);
    return (context, value) => (value === null ? BROKEN : admit(context, value));
  }
  if (isListType(type)) {
    const admit = admitterFor(type.ofType as GraphQLOutputType, field);
    return (context, value) => {
      if (value === null) return null;
      if (value instanceof Error) return lost(context, value, field);
      if (!Array.isArray(value)) return BROKEN;
      const items = value.map((one: unknown) => admit(context, one)).filter((one) => one !== HIDDEN);
      return items.includes(BROKEN) ? BROKEN : items;
    };
  }
  const named = getNamedType(type);
  const { shape } = field;
  if (!isCompositeType(named)) {
    const isValue = leafCheck(named);
    return ({ nation, model }, value) => {
      if (value === null || isValue(value) || value instanceof Error) return value;
      return nation === centralOwner && isOpenScalar(model, named.name) ? value : BROKEN;
    };
  }
  const admit = field.reference ? reference : admitObject;
  return (context, value) => {
    if (value === null) return null;
    if (value instanceof Error) return lost(context, value, field);
    return shape ? admit(context, value, shape) : BROKEN;
  };
}

const lost = ({ model }: Admission, error: Error, { shape }: ShapeField): Error =>
  error instanceof Planted ? error.inPlaceOf(model.schema, shape) : error;

/** A reference: whose it is stands in its key, and nothing else is believed of it. */
function reference(context: Admission, raw: unknown, shape: Shape): Entry | Refused {
  if (!isRecord(raw)) return BROKEN;
  const typeName = claimedType(context, shape.type.name, raw);
  const key = keyOf(raw);
  if (typeName === null || key === null) return BROKEN;
  const entry = new Entry(typeName, context.nation, key);
  for (const { key: responseKey } of shape.fieldsOf(context.model.schema, typeName)) entry.values[responseKey] = key;
  return entry;
}

/** Undefined: there is no label to decide on here. Null: what should be decided on cannot be. */
function decide(
  { model, decisions, nation, countedIn }: Admission,
  typeName: string,
  key: string | null,
  marking: unknown,
): RecordDecision | null | undefined {
  const central = nation === centralOwner;
  if (!central && model.ownerKey(typeName) !== null && (key === null || ownerOf(key) !== nation)) return null;
  // Of a nation's record nobody but that nation says what its label is.
  if (central && key !== null && (nationOf(key) ?? centralOwner) !== centralOwner) return undefined;
  const labelled = typeName === 'Count' ? countedIn : typeName;
  if (marking === undefined || labelled === undefined || !carriesMarking(model, typeName)) return undefined;
  return typeof marking === 'string' ? decisions.decide(nation, labelled, marking) : null;
}

/** The nation that refers to a record must itself be one that may know it. */
function mayBeRefered(
  { decisions, model, nation }: Admission,
  entry: Entry,
  decision: Extract<RecordDecision, { effect: 'permit' }>,
): boolean {
  if (entry.holder === nation || !model.routedTypes.has(entry.type)) return true;
  return entry.holder === centralOwner || decisions.mayKnow(entry.holder, entry.type, decision.admitted);
}

/** The nation that a record id or a nation code names. */
export const ownerOf = (key: string): string => nationOf(key) ?? key;

const keyOf = (raw: Readonly<Record<string, unknown>>): string | null => {
  const key = raw[keys.key];
  return typeof key === 'string' ? key : null;
};

/**
 * The type of an object by what its answer claims, if that may stand where `expected` does. A central subgraph that knows
 * an interface object says no more than the interface: then it is what it was taken for.
 */
function claimedType(
  { model, nation }: Admission,
  expected: string,
  raw: Readonly<Record<string, unknown>>,
): string | null {
  const name = raw['__typename'];
  if (name === expected && model.isObject(expected)) return expected;
  const type = typeof name === 'string' ? model.schema.getType(name) : undefined;
  const wanted = model.schema.getType(expected);
  // What the planner itself asks for, to require it elsewhere, it asks without a type.
  if (name === undefined && nation === centralOwner && isObjectType(wanted)) return wanted.name;
  if (isInterfaceType(type) && nation === centralOwner && wanted !== undefined) {
    const known = isObjectType(wanted) || isInterfaceType(wanted) ? wanted : null;
    return known && (known === type || model.schema.isSubType(type, known)) ? known.name : null;
  }
  if (!isObjectType(type)) return null;
  const fits = isAbstractType(wanted) ? model.schema.isSubType(wanted, type) : wanted === type;
  return fits ? type.name : null;
}
