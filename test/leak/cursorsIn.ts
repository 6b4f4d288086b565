/** The cursors of the lists at a path of an answer, in their order. Lists on the way are entered. */
export function cursorsIn(body: string, path: readonly string[]): readonly string[] {
  const { data } = JSON.parse(body) as { readonly data?: unknown };
  return [...new Set(at(data, path).flatMap(cursorsOf))];
}

function at(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => at(item, path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  return at(new Map<string, unknown>(Object.entries(value ?? {})).get(key), rest);
}

function cursorsOf(connection: unknown): readonly string[] {
  const { edges, pageInfo } = (connection ?? {}) as {
    edges?: readonly { cursor?: unknown }[];
    pageInfo?: { endCursor?: unknown };
  };
  const all: unknown[] = [...(edges ?? []).map(({ cursor }) => cursor), pageInfo?.endCursor];
  return all.filter((cursor) => typeof cursor === 'string');
}
