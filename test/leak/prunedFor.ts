import type { AgreementEntry, Nation, Registry } from '../../gateway/config/Registry.ts';
import { sharingDomains } from '../../schema/label/domain.ts';
import type { LoggedAccess } from '../../gateway/audit/AccessEntry.ts';
import type { LockMode } from './LeakCase.ts';
import { prune, type Reading, type StoredRecord, type Stores } from '../support/oracle/prune.ts';
import { readLabelText, readMarking, type LabelFacts } from '../support/oracle/readMarking.ts';
import { verdict } from '../support/oracle/verdict.ts';

/** What is there for one reader, as if nothing else had ever been recorded. */
export interface Pruned {
  readonly stores: Stores;
  readonly told: Told;
}

/** What the alliance itself tells of. */
export interface Told {
  /** Agreements and contacts. */
  readonly registry: Registry;
  /** Who has read what, newest first. */
  readonly accesses: readonly LoggedAccess[];
}

/** `lock`: what the alliance holds is no nation's to guard, so nothing of it is pruned where nations stand alone. */
export function prunedFor(stores: Stores, whole: Told, reading: Reading, lock: LockMode): Pruned {
  if (lock === 'nation') return { stores: prune(stores, reading), told: whole };
  const told = {
    registry: pruneRegistry(whole.registry, reading),
    accesses: pruneAccesses(whole.accesses, reading),
  };
  const agreements = new Set(told.registry.agreements.map(({ id }) => id));
  const left = [...prune(stores, reading)].map(
    ([nation, records]) => [nation, records.map((record) => withoutLost(record, agreements))] as const,
  );
  return { stores: new Map(left), told };
}

/** That a record was read is as hidden as the record, by the label that it had then, whatever kind of record it was. */
function pruneAccesses(accesses: readonly LoggedAccess[], reading: Reading): readonly LoggedAccess[] {
  const shows = (owner: string, label: string): boolean =>
    sharingDomains.every((domain) => verdict({ ...reading, label: readLabelText(label), owner, domain }) === 'permit');
  return accesses.map((access) => {
    const owners = Object.entries(access.owners).map(([owner, seen]) => {
      const records = Object.entries(seen.records).filter(([label]) => shows(owner, label));
      return [owner, { ...seen, records: Object.fromEntries(records) }] as const;
    });
    return { ...access, owners: Object.fromEntries(owners) };
  });
}

function pruneRegistry(registry: Registry, reading: Reading): Registry {
  const agreements = registry.agreements.filter(({ marking }) => mayRead(readMarking(marking).label, reading));
  const nations = new Map(
    [...registry.nations].map(([code, nation]) => [code, withoutHiddenContacts(nation, reading)]),
  );
  return {
    ...registry,
    agreements,
    nations,
    parties: new Map([...registry.parties].map(([code, party]) => [code, nations.get(code) ?? party])),
    document: {
      ...registry.document,
      agreements: registry.document.agreements.filter(({ id }) => isAmong(agreements, id)),
    },
  };
}

/** A contact keeps its place, from which its id is made; of a hidden one nothing else is left. */
function withoutHiddenContacts(nation: Nation, reading: Reading): Nation {
  if (nation.agency === null) return nation;
  const contacts = nation.agency.contacts.map((contact) => {
    const { label, portions } = readMarking(contact.marking);
    if (!mayRead(label, reading)) return { ...contact, function: '-', hours: null, email: null, telephone: null };
    const hidden = [...portions].filter(([, portion]) => !mayRead(portion, reading)).map(([field]) => field);
    const kept = contact.marking.split(' | ').filter((text) => !hidden.some((field) => text.startsWith(`${field}: `)));
    return { ...contact, ...Object.fromEntries(hidden.map((field) => [field, null])), marking: kept.join(' | ') };
  });
  return { ...nation, agency: { ...nation.agency, contacts } };
}

const mayRead = (label: LabelFacts | null, reading: Reading): boolean =>
  verdict({ ...reading, label, owner: 'ALLIANCE', domain: 'CENTRAL' }) === 'permit';

const isAmong = (agreements: readonly AgreementEntry[], id: string): boolean => agreements.some((one) => one.id === id);

/** Records of nations name agreements, which the alliance holds. */
function withoutLost(record: StoredRecord, agreements: ReadonlySet<string>): StoredRecord {
  const { agreements: named, under } = record;
  return {
    ...record,
    ...(Array.isArray(named) && { agreements: named.filter((id) => agreements.has(String(id))) }),
    ...(typeof under === 'string' && !agreements.has(under) && { under: null }),
  };
}
