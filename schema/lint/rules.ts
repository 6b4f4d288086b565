import { alertsHappen } from './alertsHappen.ts';
import { connectionsArePaged } from './connectionsArePaged.ts';
import type { Rule } from './Contract.ts';
import { eventsAreAnswered } from './eventsAreAnswered.ts';
import { filtersSayWhatTheyRead } from './filtersSayWhatTheyRead.ts';
import { gathersMerge } from './gathersMerge.ts';
import { handedOverPlainly } from './handedOverPlainly.ts';
import { interfacesAreGuarded } from './interfacesAreGuarded.ts';
import { keysUnlabelled } from './keysUnlabelled.ts';
import { latticeTerms } from './latticeTerms.ts';
import { markingsStayInside } from './markingsStayInside.ts';
import { matchesAreMade } from './matchesAreMade.ts';
import { mayBeNull } from './mayBeNull.ts';
import { ordersAreStated } from './ordersAreStated.ts';
import { ordersReadNoPortion } from './ordersReadNoPortion.ts';
import { portionsAreOfRecords } from './portionsAreOfRecords.ts';
import { readsAreGuarded } from './readsAreGuarded.ts';
import { recordsAreLabelled } from './recordsAreLabelled.ts';
import { referencesExist } from './referencesExist.ts';
import { requiresAreGuarded } from './requiresAreGuarded.ts';
import { requiresTakeNoArguments } from './requiresTakeNoArguments.ts';
import { rootsAreRouted } from './rootsAreRouted.ts';
import { routesLead } from './routesLead.ts';
import { visibleWithReferences } from './visibleWithReferences.ts';

/** What holds of a composed contract, once all of its directives are in the supergraph. */
export const rules: Readonly<Record<string, Rule>> = {
  latticeTerms,
  keysUnlabelled,
  mayBeNull,
  readsAreGuarded,
  filtersSayWhatTheyRead,
  ordersReadNoPortion,
  requiresAreGuarded,
  requiresTakeNoArguments,
  interfacesAreGuarded,
  rootsAreRouted,
  routesLead,
  recordsAreLabelled,
  portionsAreOfRecords,
  markingsStayInside,
  gathersMerge,
  connectionsArePaged,
  ordersAreStated,
  visibleWithReferences,
  referencesExist,
  handedOverPlainly,
  eventsAreAnswered,
  alertsHappen,
  matchesAreMade,
};
