/** The marking text of a record from the texts of its labels. */
export const markingOf = (label: string, portions: readonly { field: string; text: string }[]): string =>
  [
    label,
    ...portions.toSorted((a, b) => (a.field < b.field ? -1 : 1)).map(({ field, text }) => `${field}: ${text}`),
  ].join(' | ');
