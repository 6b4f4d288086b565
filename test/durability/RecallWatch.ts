import { setTimeout as sleep } from 'node:timers/promises';
import { AlertReader } from '../support/alliance/AlertReader.ts';
import type { RecallFinding } from './RecallTrial.ts';
import type { RealAlliance, TokenOf } from './startRealAlliance.ts';

const everything = `subscription ($after: String) { incidentAlerts(minSeverity: null, after: $after) {
  cursor kind at incident { id name } } }`;

interface Alert {
  readonly cursor?: string;
  readonly kind?: unknown;
  readonly at?: unknown;
  readonly incident?: { readonly id: string; readonly name: string } | null;
}

/** A reader who loses sight of incidents and gets it back: asks, and is told by a stream of alerts. */
export class RecallWatch {
  readonly reader: TokenOf;
  readonly token: string;
  readonly #url: string;
  /** One after the other: whoever does not keep up is sent away, and resumes. */
  readonly #streams: AlertReader[] = [];
  /** Changes that this reader may not see: what the incident is called then, and when they happened. */
  readonly #hidden = new Set<string>();
  #left = false;

  private constructor(reader: TokenOf, token: string, url: string) {
    this.reader = reader;
    this.token = token;
    this.#url = url;
  }

  static async open(alliance: RealAlliance, reader: TokenOf): Promise<RecallWatch> {
    const watch = new RecallWatch(reader, await alliance.token(reader), alliance.url);
    void watch.#resume(await watch.#listen());
    return watch;
  }

  /** An alert of this change is one too many. */
  hide(incident: string, name: string, at: string): void {
    this.#hidden.add(name).add(`${incident} ${at}`);
  }

  /** Resolves once an alert after the first so many tells that this incident can be seen again; rejects when none does. */
  async released(incident: string, seen: number): Promise<void> {
    const end = performance.now() + 20_000;
    while (
      !this.#about(incident)
        .slice(seen)
        .some(({ kind }) => kind === 'RELEASED')
    ) {
      if (performance.now() > end) throw new Error(`nothing told of ${incident}`);
      await sleep(20);
    }
  }

  /** How many alerts there were of this incident. */
  count(incident: string): number {
    return this.#about(incident).length;
  }

  get alerts(): readonly Alert[] {
    return this.#streams.flatMap(({ alerts }) => alerts);
  }

  /** How often the stream ended before its time. */
  get resumed(): number {
    return this.#streams.length - 1;
  }

  /** Alerts that should not have come. */
  findings(): readonly RecallFinding[] {
    return this.alerts
      .filter(
        ({ at, incident }) =>
          incident && (this.#hidden.has(incident.name) || this.#hidden.has(`${incident.id} ${String(at)}`)),
      )
      .map((alert) => ({
        kind: 'stale',
        what: `an alert told ${this.reader.subject} ${JSON.stringify(alert)}`,
      }));
  }

  leave(): void {
    this.#left = true;
    this.#streams.at(-1)?.leave();
  }

  async #listen(): Promise<AlertReader> {
    const after = this.alerts.at(-1)?.cursor ?? null;
    const stream = await AlertReader.open(this.#url, this.token, everything, { after });
    if (stream.status !== 200) throw new Error(`no stream of alerts: ${JSON.stringify(stream.refusal)}`);
    this.#streams.push(stream);
    return stream;
  }

  /** Until it leaves. */
  async #resume(first: AlertReader): Promise<void> {
    for (let stream: AlertReader | null = first; ;) {
      await stream?.over;
      if (this.#left) return;
      stream = await this.#listen().catch(() => sleep(500, null));
    }
  }

  #about(id: string): readonly Alert[] {
    return this.alerts.filter(({ incident }) => incident?.id === id);
  }
}
