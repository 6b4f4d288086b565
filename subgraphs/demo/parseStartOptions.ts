import { DemoError } from './DemoError.ts';
import { readFlags } from './readFlags.ts';

export interface StartOptions {
  /** Sorted codes. */
  readonly nations: readonly string[];
  readonly dataFolder: string;
  readonly port: number;
  readonly generated: boolean;
}

const defaultNations = 'CAN,DEU,EST,FRA,GBR,LVA,POL,USA';
const defaultPort = '4000';
const highestPort = 65_400;

/** Above 1023, of the ports that the Fetch Standard blocks (section 2.9, port blocking). */
const blockedPorts: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

const startUsage = `usage: npm start -- [--nations EST,LVA,POL | all] [--data DIR] [--empty]   (PORT=4000 moves the gateway)`;

/** `members` are the codes of all member nations, sorted. Throws a DemoError for the first flag that cannot be followed. */
export function parseStartOptions(
  argv: readonly string[],
  portText: string | undefined,
  members: readonly string[],
): StartOptions {
  const { values: flags } = readFlags(
    {
      args: [...argv],
      options: {
        nations: { type: 'string', default: defaultNations },
        data: { type: 'string', default: '.data' },
        empty: { type: 'boolean', default: false },
      },
    },
    startUsage,
  );
  return {
    nations: parseNations(flags.nations, members),
    dataFolder: parseDataFolder(flags.data),
    port: parsePort(portText ?? defaultPort),
    generated: !flags.empty,
  };
}

export function parseNations(text: string, members: readonly string[]): readonly string[] {
  if (text === 'all') return members;
  const codes = [...new Set(text.split(',').map((code) => code.trim().toUpperCase()))].sort();
  const unknown = codes.filter((code) => !members.includes(code));
  if (unknown.length === 0) return codes;
  throw new DemoError(
    `--nations: no member nation has the code ${quoted(unknown)}; give codes out of ${members.join(',')}, or \`all\``,
    2,
  );
}

const quoted = (codes: readonly string[]): string => codes.map((code) => `\`${code}\``).join(', ');

function parseDataFolder(text: string): string {
  if (text !== '') return text;
  throw new DemoError('--data: give the folder that the demo keeps its data in, such as `.data`', 2);
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > highestPort) {
    throw new DemoError(
      `PORT: \`${text}\` is not a port between 1 and ${highestPort} (the nations' ports follow it)`,
      2,
    );
  }
  const blocked = [port, port + 1, port + 2].find((used) => blockedPorts.has(used));
  if (blocked === undefined) return port;
  throw new DemoError(
    `PORT: \`${text}\` would use port ${blocked}, which no browser connects to: choose another, such as 5000`,
    2,
  );
}
