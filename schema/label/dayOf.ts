/** The day of a moment (epoch milliseconds), `YYYY-MM-DD` in UTC: labels say no more of when they were written. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
