import type { Claims } from './startConsole.ts';

const levels = ['NU', 'NR', 'NC', 'NS', 'CTS'] as const;
const nations: Readonly<Record<string, string>> = {
  EST: 'Estonia',
  LVA: 'Latvia',
  CAN: 'Canada',
  USA: 'United States',
  POL: 'Poland',
  EU: 'European Union',
};

const incidents = [
  ['EST', 'NR', 'Substation HMI wiper', 'S4_SEVERE', 'ENERGY'],
  ['LVA', 'NS', 'Implant in a ministry mail relay', 'S4_SEVERE', 'PUBLIC_ADMINISTRATION'],
  ['POL', 'NR', 'Ransomware at a regional hospital', 'S3_HIGH', 'HEALTH'],
  ['CAN', 'NU', 'Credential theft at a rail operator', 'S3_HIGH', 'TRANSPORT'],
  ['USA', 'CTS', 'Pre-positioning in a satellite ground segment', 'S5_EMERGENCY', 'SPACE'],
  ['EST', 'NC', 'Supply chain update signed with a stolen key', 'S3_HIGH', 'ICT_SERVICES'],
] as const;

/** What a reader with these claims sees of six incidents: the level decides, and nothing else. */
export function picture(claims: Claims) {
  const expired = claims.clearanceExpires !== undefined;
  const mayRead = (level: (typeof levels)[number]): boolean =>
    levels.indexOf(level) <= (expired ? 0 : levels.indexOf(claims.level));
  const seen = incidents.filter(([, level]) => mayRead(level)).map(([...row]) => incident(row, mayRead('NC')));
  const severities = seen.map(({ severity }) => severity);

  return {
    viewer: {
      pseudonym: 'q7Zk0WmJb1sYc2Vd3Xe4Tg',
      nation: nation(claims.nation),
      roles: claims.roles,
      clearance: {
        level: claims.level,
        categories: claims.categories,
        expiresAt: claims.clearanceExpires ?? '2027-01-01',
        effectiveLevels: [{ domain: 'INCIDENTS', level: expired ? 'NU' : claims.level }],
      },
      assurance: { aal: claims.aal, multiFactor: claims.aal > 1, authenticatedAt: '2026-11-22T08:00:00.000Z' },
    },
    incident: ({ id }: { id: string }) => seen.find((incident) => incident.id === id),
    incidents: () => connection(seen),
    situation: {
      asOf: '2026-11-22T08:00:00.000Z',
      label: { banner: 'NATO RESTRICTED REL TO EST' },
      bySeverity: [...new Set(severities)].map((key) => ({ key, count: severities.filter((s) => s === key).length })),
      byNation: [],
      bySector: [],
      coverage: coverage(),
    },
  };
}

function incident([owner, level, name, severity, sector]: (typeof incidents)[number], attributed: boolean) {
  return {
    id: `${owner}:i:${name.toLowerCase().replace(/[^a-z]/g, '')}`,
    label: { banner: `NATO ${level} REL TO NATO`, releasableTo: ['EST', 'LVA'], categories: [], originators: [owner] },
    fieldMarkings: [],
    owner: nation(owner),
    name,
    severity,
    status: 'RESPOND_CONTAIN',
    sectors: [sector],
    attribution: attributed ? { actor: 'Winter Vivern', confidence: 60 } : null,
    related: connection([]),
    indicators: connection([]),
    timeline: connection([{ at: '2026-11-20T10:00:00.000Z', kind: 'DETECTED', text: 'Screens went blank.' }]),
    acknowledgements: connection([]),
    capabilityRequests: connection(
      level === 'NR' ? [{ status: 'OPEN', urgency: 'IMMEDIATE', kinds: ['OT_ICS'], requester: nation(owner) }] : [],
    ),
    lessons: connection([]),
  };
}

const nation = (code: string) => ({ code, name: nations[code] ?? code });
const coverage = () => ({ complete: true, asked: ['CAN', 'EST', 'LVA', 'POL', 'USA'], unavailable: [] });
const connection = (nodes: readonly object[]) => ({
  coverage: coverage(),
  pageInfo: { hasNextPage: false, hasPreviousPage: false },
  edges: nodes.map((node, index) => ({ cursor: `cursor ${index}`, node })),
});
