const units = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds in a text such as `90s`, `15m` or `1h`; null for anything else. */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  return amount === undefined ? null : Number(amount) * units[unit as keyof typeof units];
}
