/** Data for people: one line a field, nulls as a dash, lists of objects item by item. */
export function inWords(value: unknown, indent = ''): readonly string[] {
  if (!isObject(value)) return [`${indent}${word(value)}`];
  return Object.entries(value).flatMap(([field, inner]): readonly string[] => {
    const items = itemsOf(inner);
    if (items !== null) {
      if (items.length === 0) return [`${indent}${field}: none`];
      return [`${indent}${field}:`, ...items.map((item) => `${indent}  - ${inline(item)}`)];
    }
    return isObject(inner) && !isShort(inner)
      ? [`${indent}${field}:`, ...inWords(inner, `${indent}  `)]
      : [`${indent}${field}: ${inline(inner)}`];
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A connection reads as the list of its nodes. */
function itemsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value.some(isObject) ? value : null;
  const edges = isObject(value) ? value['edges'] : undefined;
  return Array.isArray(edges) ? edges.map((edge: unknown) => (isObject(edge) ? edge['node'] : edge)) : null;
}

const isShort = (value: Readonly<Record<string, unknown>>): boolean => {
  const inner = Object.values(value);
  return inner.length <= 2 && inner.every((one) => !isObject(one) && itemsOf(one) === null);
};

function inline(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inline).join(', ');
  if (!isObject(value)) return word(value);
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only) return inline(only[1]);
  return entries.map(([field, inner]) => `${field} ${inline(inner)}`).join(', ');
}

const word = (value: unknown): string =>
  value === null || value === undefined ? '-' : String(value as string | number | boolean);
