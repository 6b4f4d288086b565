/** A portion that is not recorded is null, never an empty list. */
export const orNull = <T>(items: readonly T[]): readonly T[] | null => (items.length === 0 ? null : items);
