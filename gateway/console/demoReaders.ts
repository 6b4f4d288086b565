/** What the demo's identity providers are asked to vouch for. */
interface DemoClaims {
  readonly subject: string;
  readonly nation: string;
  readonly nationality: string;
  readonly level: 'NU' | 'NR' | 'NC' | 'NS' | 'CTS';
  readonly categories: readonly string[];
  readonly roles: readonly string[];
  readonly aal: 1 | 2 | 3;
  /** A date; left out = as long as the provider gives. */
  readonly clearanceExpires?: string;
}

/** A person who does not exist, ready to be tried at a click. */
export interface DemoReader {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly claims: DemoClaims;
}

export const demoReaders: readonly DemoReader[] = [
  {
    id: 'estonian-analyst',
    name: 'Estonian analyst',
    about: 'Cleared to SECRET at her own agency.',
    claims: {
      subject: 'anna',
      nation: 'EST',
      nationality: 'EST',
      level: 'NS',
      categories: ['coi:AGENCY'],
      roles: ['ANALYST'],
      aal: 2,
    },
  },
  {
    id: 'latvian-coordinator',
    name: 'Latvian coordinator',
    about: 'Same level, another nation: other agreements apply.',
    claims: {
      subject: 'janis',
      nation: 'LVA',
      nationality: 'LVA',
      level: 'NS',
      categories: ['coi:AGENCY'],
      roles: ['INCIDENT_COORDINATOR'],
      aal: 2,
    },
  },
  {
    id: 'canadian-policy-officer',
    name: 'Canadian policy officer',
    about: 'RESTRICTED only; attribution is closed by level.',
    claims: {
      subject: 'claire',
      nation: 'CAN',
      nationality: 'CAN',
      level: 'NR',
      categories: [],
      roles: ['POLICY_STAFF'],
      aal: 2,
    },
  },
  {
    id: 'american-planner',
    name: 'American planner',
    about: 'TOP SECRET, signed in with a hardware key.',
    claims: {
      subject: 'walter',
      nation: 'USA',
      nationality: 'USA',
      level: 'CTS',
      categories: ['coi:AGENCY', 'coi:EXCON', 'coi:SCEPVA', 'cav:ATOMAL', 'cav:BOHEMIA'],
      roles: ['ANALYST', 'EXERCISE_PLANNER', 'CAPABILITY_MANAGER'],
      aal: 3,
    },
  },
  {
    id: 'eu-staff',
    name: 'EU staff officer',
    about: 'Partner organisation: its agreement, not NATO’s.',
    claims: {
      subject: 'sofia',
      nation: 'EU',
      nationality: 'FRA',
      level: 'NR',
      categories: [],
      roles: ['ANALYST'],
      aal: 2,
    },
  },
  {
    id: 'expired-clearance',
    name: 'Polish analyst, expired',
    about: 'Once SECRET; the clearance ran out in 2025.',
    claims: {
      subject: 'marek',
      nation: 'POL',
      nationality: 'POL',
      level: 'NS',
      categories: ['coi:AGENCY'],
      roles: ['ANALYST'],
      aal: 2,
      clearanceExpires: '2025-06-30',
    },
  },
];
