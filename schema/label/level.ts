/** NATO classification levels, lowest first (AC/322-N(2014)0072; NU is not classified, still not public). */
export const levels = ['NU', 'NR', 'NC', 'NS', 'CTS'] as const;
export type Level = (typeof levels)[number];

const ranks: ReadonlyMap<unknown, number> = new Map(levels.map((level, rank) => [level, rank]));

export const isLevel = (value: unknown): value is Level => ranks.has(value);
export const rank = (level: Level): number => ranks.get(level) as number;
export const minLevel = (a: Level, b: Level): Level => (rank(a) <= rank(b) ? a : b);
export const maxLevel = (a: Level, b: Level): Level => (rank(a) >= rank(b) ? a : b);

/** The authenticator assurance a reader must have signed in with to be shown material of a level. */
export const requiredAal: Readonly<Record<Level, 1 | 2 | 3>> = { NU: 1, NR: 1, NC: 2, NS: 2, CTS: 3 };
