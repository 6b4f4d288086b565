import type { Coalition } from '../../schema/alliance/AllianceDocument.ts';
import { sorted } from '../../schema/label/names.ts';
import type { Registry } from '../config/Registry.ts';
import type { AllianceContext } from './AllianceContext.ts';
import { partyOf } from './partyOf.ts';

export function coalitions({ document }: Registry, member?: string): readonly Coalition[] {
  return document.coalitions
    .filter(({ members }) => member === undefined || members.includes(member))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

export const coalitionResolvers = {
  members: ({ members }: Coalition, _args: unknown, context: AllianceContext) =>
    sorted(members).map((code) => partyOf({ code }, context)),
  version: (_coalition: Coalition, _args: unknown, { registry }: AllianceContext) => registry.version,
};
