import { isInterfaceType } from 'graphql';
import type { Rule } from './Contract.ts';
import { atLeast, floorOf, floorText, joinFloors } from './Floor.ts';

/** A field of an interface is at least as classified as that field of every implementation. */
export const interfacesAreGuarded: Rule = ({ schema, fields }) =>
  fields.flatMap(({ at, owner, definition }) => {
    if (!isInterfaceType(owner)) return [];
    const wanted = schema
      .getImplementations(owner)
      .objects.map((type) => joinFloors(floorOf(type), floorOf(type.getFields()[definition.name] ?? {})));
    const join = wanted.reduce(joinFloors, floorOf(owner));
    if (atLeast(floorOf(owner, definition), join)) return [];
    return [{ at, message: `an implementation has the floor ${floorText(join)}; give it the same @classified` }];
  });
