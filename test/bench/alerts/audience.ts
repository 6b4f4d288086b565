import type { Person } from './DemoProcess.ts';

/** Who may know of what is reported, with its reporter's nation. */
export const told = ['BEL', 'CAN', 'DEU', 'EST', 'FRA', 'GBR', 'LTU', 'LVA', 'NLD', 'POL'] as const;
/** Of each of them. */
const each = 10;

const roles = ['ANALYST', 'INCIDENT_COORDINATOR', 'POLICY_STAFF', 'EXERCISE_PLANNER', 'EXERCISE_CONTROL'] as const;

export interface Audience {
  readonly entitled: readonly Person[];
  /** Cleared too low, or of another nation. */
  readonly others: readonly Person[];
}

/** `alike`: the entitled ones of one nation hold the same, as a shift of analysts does; else no two of them. */
export function audience(members: readonly string[], size: number, alike: boolean): Audience {
  const entitled = told.flatMap((nation) =>
    Array.from({ length: each }, (_, place) => ({
      subject: `entitled-${place}`,
      nation,
      level: 'NS',
      roles: alike ? ['ANALYST'] : roles.slice(0, 1 + Math.floor(place / 2)),
      aal: alike ? 2 : 2 + (place % 2),
    })),
  );
  const others = Array.from({ length: size - entitled.length }, (_, place) => {
    const nation = members[place % members.length] ?? '';
    const isTold = told.some((one) => one === nation);
    return { subject: `other-${place}`, nation, level: isTold ? 'NR' : 'NS', roles: ['ANALYST'], aal: 2 };
  });
  return { entitled, others };
}
