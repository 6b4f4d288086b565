/**
 * The `number`th mark of an alliance. It stands in one value of one record and nowhere else, so that it tells where it came
 * from; but for those of indicators, which several records have in common.
 */
export const canary = (number: number): string => `cnry${number.toString(36).padStart(5, '0')}`;

export const canariesIn = (text: string): readonly string[] => text.match(/cnry[0-9a-z]{5}/g) ?? [];
