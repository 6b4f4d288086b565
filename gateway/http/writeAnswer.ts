import type { GraphQLFormattedError } from 'graphql';
import { Spliced } from '../federation/Spliced.ts';

interface Told {
  readonly errors: readonly GraphQLFormattedError[] | undefined;
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: unknown;
}

/** Text, or with `latin1` bytes, one a character. */
export interface Written {
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

/** JSON, as JSON.stringify writes it; as bytes where some of it is there as bytes already. */
export function writeAnswer({ errors, data, extensions }: Told): Written {
  if (!data || !Object.values(data).some((value) => value instanceof Spliced))
    return { text: `${JSON.stringify({ errors, data, extensions })}\n`, encoding: 'utf8' };
  const fields = Object.entries(data).map(
    ([key, value]) => `"${key}":${value instanceof Spliced ? value.write() : bytesOf(value)}`,
  );
  const before = errors === undefined ? '' : `"errors":${bytesOf(errors)},`;
  const behind = extensions === undefined ? '' : `,"extensions":${bytesOf(extensions)}`;
  return { text: `{${before}"data":{${fields.join(',')}}${behind}}\n`, encoding: 'latin1' };
}

const bytesOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('latin1');
