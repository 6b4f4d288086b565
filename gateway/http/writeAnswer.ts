import type { GraphQLFormattedError } from 'graphql';
import { Spliced } from '../federation/Spliced.ts';

interface Told {
  readonly errors: readonly GraphQLFormattedError[] | undefined;
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: unknown;
}

/** JSON, as JSON.stringify writes it; bytes where some of it is there as bytes already. */
export function writeAnswer({ errors, data, extensions }: Told): string | Uint8Array {
  if (!data || !Object.values(data).some((value) => value instanceof Spliced))
    return `${JSON.stringify({ errors, data, extensions })}\n`;
  const parts: (Uint8Array | Spliced)[] = [];
  let text = errors === undefined ? '{"data":{' : `{"errors":${JSON.stringify(errors)},"data":{`;
  let comma = '';
  for (const [key, value] of Object.entries(data)) {
    text += `${comma}${JSON.stringify(key)}:`;
    comma = ',';
    if (value instanceof Spliced) {
      parts.push(Buffer.from(text), value);
      text = '';
    } else text += JSON.stringify(value);
  }
  const more = extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`;
  parts.push(Buffer.from(`${text}}${more}}\n`));
  return together(parts);
}

function together(parts: readonly (Uint8Array | Spliced)[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    if (part instanceof Spliced) end = part.copyTo(bytes, end);
    else {
      bytes.set(part, end);
      end += part.length;
    }
  }
  return bytes.subarray(0, end);
}
