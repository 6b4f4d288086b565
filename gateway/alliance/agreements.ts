import type { AgreementKind } from '../../schema/alliance/AllianceDocument.ts';
import { sorted } from '../../schema/label/names.ts';
import type { AgreementEntry, Registry } from '../config/Registry.ts';
import type { AllianceContext } from './AllianceContext.ts';
import { partyOf } from './partyOf.ts';

/** With their markings, whoever asks: the gateway admits them one by one, as it does a nation's records. */
export function agreementsBetween(
  _root: unknown,
  { between, kind }: { between?: readonly string[] | null; kind?: AgreementKind | null },
  { registry }: AllianceContext,
): readonly AgreementEntry[] {
  return agreementsOf(registry, between ?? []).filter((agreement) => !kind || agreement.kind === kind);
}

/** Those to which all of these are party, by id. */
export function agreementsOf(registry: Registry, parties: readonly string[]): readonly AgreementEntry[] {
  return registry.agreements
    .filter((agreement) => {
      const bound = partiesOf(agreement, registry);
      return parties.every((code) => bound.includes(code));
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, 1000);
}

export function agreementOf({ id }: { id: string }, { registry }: AllianceContext): AgreementEntry | null {
  return registry.agreements.find((agreement) => agreement.id === id) ?? null;
}

export const agreementResolvers = {
  parties: (agreement: AgreementEntry, _args: unknown, context: AllianceContext) =>
    partiesOf(agreement, context.registry).map((code) => partyOf({ code }, context)),
  inForceFrom: ({ from }: AgreementEntry) => from,
  inForceUntil: ({ until }: AgreementEntry) => until,
};

/** Coalitions written out. */
function partiesOf({ parties }: AgreementEntry, { document }: Registry): readonly string[] {
  return sorted(parties.flatMap((code) => document.coalitions.find((one) => one.code === code)?.members ?? [code]));
}
