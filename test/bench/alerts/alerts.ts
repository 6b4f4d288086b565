import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoMembers } from '../../../subgraphs/demo/registry/demoRegistry.ts';
import { BenchRefused } from '../BenchRefused.ts';
import { table } from '../figures.ts';
import { audience, told } from './audience.ts';
import { DemoProcess, type Person } from './DemoProcess.ts';
import { Listener } from './Listener.ts';

/** From the moment at which a report is sent until its alert is there, milliseconds. */
export interface AlertsFigure {
  readonly readers: string;
  readonly alerts: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

export interface AlertsFigures {
  readonly nations: number;
  readonly streams: number;
  readonly cores: number;
  /** Of the last minute, before and after. */
  readonly load: readonly [number, number];
  readonly figures: readonly AlertsFigure[];
}

const streams = 1_000;
/** Milliseconds: between two reports, and for an alert to come. */
const times = { between: 400, alert: 10_000 };
const report = `mutation ($input: ReportIncidentInput!) { reportIncident(input: $input) { incident { id } problems { code } } }`;
const reporter: Person = { subject: 'reporter', nation: 'EST', level: 'NS', roles: ['INCIDENT_COORDINATOR'], aal: 2 };

/** Report to alert, for a hundred entitled readers among a thousand whose streams are open. */
export async function benchAlerts(rounds: number, progress: (line: string) => void): Promise<AlertsFigures> {
  const before = loadavg()[0] ?? NaN;
  const demo = await DemoProcess.start(progress);
  try {
    const figures: AlertsFigure[] = [];
    for (const [readers, alike] of [
      ['100 of 10 nations, alike in each', true],
      ['100 of 10 nations, no two alike', false],
    ] as const)
      figures.push(...(await measure(demo, readers, alike, rounds, progress)));
    const load = [before, loadavg()[0] ?? NaN] as const;
    return { nations: demoMembers.length, streams, cores: availableParallelism(), load, figures };
  } finally {
    await demo.stop();
  }
}

async function measure(
  demo: DemoProcess,
  readers: string,
  alike: boolean,
  rounds: number,
  progress: (line: string) => void,
): Promise<readonly AlertsFigure[]> {
  const { entitled, others } = audience(demoMembers, streams, alike);
  progress(`${readers}: opening ${streams} streams ...`);
  const open = async (people: readonly Person[]): Promise<Listener[]> => {
    const opened: Listener[] = [];
    for (const person of people) opened.push(await Listener.open(demo.url, await demo.token(person)));
    return opened;
  };
  const [due, silent] = [await open(entitled), await open(others)];
  try {
    const token = await demo.token(reporter);
    const send = (name: string, level: string, releasableTo: readonly string[]) =>
      reportIncident(demo.url, token, name, { level, releasableTo });
    const latencies: number[] = [];
    for (let round = -5; round < rounds; round += 1) {
      const name = `${alike} ${round}`;
      const start = await send(name, 'NS', told);
      await arrived(due, name);
      if (round >= 0) latencies.push(...due.map((listener) => (listener.arrivals.get(name) ?? NaN) - start));
      if (round % 25 === 0) progress(`${readers}: report ${round} of ${rounds} ...`);
      await sleep(times.between);
    }
    const heard = silent.reduce((sum, { frames }) => sum + frames, 0);
    if (heard > 0) throw new BenchRefused(`${heard} frames reached readers who are not entitled`);
    // They were silent, and not deaf.
    const start = await send('to all', 'NU', ['NATO']);
    const all = [...due, ...silent];
    await arrived(all, 'to all');
    const counts = new Set(silent.map(({ frames }) => frames));
    if (counts.size !== 1 || !counts.has(1)) throw new BenchRefused('an alert came more than once');
    return [
      figureOf(readers, latencies),
      figureOf(
        `all ${streams} at once`,
        all.map((listener) => (listener.arrivals.get('to all') ?? NaN) - start),
      ),
    ];
  } finally {
    for (const listener of [...due, ...silent]) listener.leave();
  }
}

async function arrived(listeners: readonly Listener[], name: string): Promise<void> {
  const end = performance.now() + times.alert;
  for (const listener of listeners)
    while (!listener.arrivals.has(name)) {
      if (listener.ended) throw new BenchRefused('a stream ended');
      if (performance.now() > end) throw new BenchRefused(`an entitled reader was not told of \`${name}\``);
      await sleep(5);
    }
}

/** When it was sent. */
async function reportIncident(url: string, token: string, name: string, label: object): Promise<number> {
  const input = { name, severity: 'S4_SEVERE', incidentTypes: [], sectors: ['ENERGY'], label };
  const start = performance.now();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: report, variables: { input } }),
  });
  const text = await response.text();
  if (!text.includes('"problems":[]')) throw new BenchRefused(`a report was not taken: ${text}`);
  return start;
}

function figureOf(readers: string, latencies: readonly number[]): AlertsFigure {
  const ordered = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number => ordered[Math.ceil(share * ordered.length) - 1] ?? NaN;
  return { readers, alerts: ordered.length, p50: at(0.5), p99: at(0.99), longest: at(1) };
}

export const printAlerts = ({ nations, streams: open, cores, load, figures }: AlertsFigures): string =>
  `\nReport to alert among ${open} open streams, ${nations} nations, ${cores} cores (ms); load ${load.map((one) => one.toFixed(1)).join(' before, ')} after\n` +
  table(
    ['told', 'alerts', 'p50', 'p99', 'longest'],
    figures.map(({ readers, alerts, p50, p99, longest }) => [
      readers,
      String(alerts),
      p50.toFixed(0),
      p99.toFixed(0),
      longest.toFixed(0),
    ]),
  ) +
  'Readers who may not know got no frame.\n';
