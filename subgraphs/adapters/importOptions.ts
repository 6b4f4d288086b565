import { parseArgs } from 'node:util';
import { importFormats } from './importFormats.ts';

export interface ImportOptions {
  readonly nation: string;
  readonly format: string;
  readonly label: string | null;
  readonly data: string;
  /** Null: the running demo in `data` says it. */
  readonly url: string | null;
  readonly key: string;
  readonly attackMapping: string | null;
  readonly json: boolean;
  readonly files: readonly string[];
}

export const importUsage = `usage: npm run import -- --nation CODE --format ${[...importFormats.keys()].join('|')} [options] FILE...
  --label TEXT           label of the records, such as "NR REL TO NATO"; without it they are unlabelled;
                         a record that is there and has a label keeps the one it has
  --data DIR             folder of the running demo (default .data)
  --url URL              the nation's subgraph, when it is not part of the demo
  --key FILE             the operator's private key (default DIR/nations/CODE/operator.jwk)
  --attack-mapping FILE  VERIS to ATT&CK mapping (CSV) by which techniques are derived; without it none are
  --json                 the summary as JSON`;

/** Command line to options, or what is wrong with it and what to write instead. */
export function parseImportOptions(args: readonly string[]): ImportOptions | { readonly problem: string } {
  let parsed: ReturnType<typeof parseFlags>;
  try {
    parsed = parseFlags(args);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals: files } = parsed;
  const { nation, format, label = null, data = '.data', url = null, json = false } = values;
  if (nation === undefined)
    return { problem: '`--nation` is missing: say whose records these are, such as `--nation GBR`' };
  if (!/^[A-Z]{2,16}$/.test(nation))
    return { problem: `\`--nation ${nation}\` is no nation code: write it like \`GBR\`` };
  const formats = [...importFormats.keys()].join(', ');
  if (format === undefined) return { problem: `\`--format\` is missing: one of ${formats}` };
  if (!importFormats.has(format)) return { problem: `\`--format ${format}\` is not known: one of ${formats}` };
  if (url !== null && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    return { problem: `\`--url ${url}\` is no http address: write it like \`http://127.0.0.1:4109\`` };
  }
  if (files.length === 0) return { problem: 'no file is named: name at least one at the end' };
  const key = values.key ?? `${data}/nations/${nation}/operator.jwk`;
  return { nation, format, label, data, url, key, attackMapping: values['attack-mapping'] ?? null, json, files };
}

const parseFlags = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      nation: { type: 'string' },
      format: { type: 'string' },
      label: { type: 'string' },
      data: { type: 'string' },
      url: { type: 'string' },
      key: { type: 'string' },
      'attack-mapping': { type: 'string' },
      json: { type: 'boolean' },
    },
  });
