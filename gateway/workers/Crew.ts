import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Settings } from '../config/readSettings.ts';
import { WorkerProcess } from './WorkerProcess.ts';
import type { WorkerTask } from './WorkerTask.ts';

export interface CrewOptions extends Omit<WorkerTask, 'settings'> {
  readonly size: number;
  readonly logger: Logger;
}

interface Place {
  holder: WorkerProcess | null;
  /** Before the holder, once it has died, has a successor. */
  wait: number;
}

/** Milliseconds before a worker that died is replaced: twice as many each time, from the first after one that lasted. */
const wait = { first: 100, longest: 10_000, lasted: 30_000 };

/** The workers behind one port: each holds a place, and has a successor when it is gone. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #places: readonly Place[];
  readonly #alive = new Set<WorkerProcess>();
  #settings: Settings;
  #stopping = false;

  private constructor(options: CrewOptions, settings: Settings) {
    this.#options = options;
    this.#settings = settings;
    this.#places = Array.from({ length: options.size }, () => ({ holder: null, wait: wait.first }));
  }

  /** Resolves when every worker takes requests; rejects, and leaves none behind, when one cannot. */
  static async start(options: CrewOptions, settings: Settings): Promise<{ crew: Crew; url: string }> {
    const crew = new Crew(options, settings);
    try {
      const urls = crew.#places.map(async (place) => {
        const worker = await crew.#ready(settings);
        crew.#put(place, worker);
        return worker.ready;
      });
      const [url = ''] = await Promise.all(urls);
      return { crew, url };
    } catch (error) {
      await crew.stop();
      throw error;
    }
  }

  /** One worker after the other: each goes when its successor is ready. Rejects, and lets the rest stay, when one cannot start. */
  async replace(settings: Settings): Promise<void> {
    for (const place of this.#places) {
      if (this.#stopping) return;
      const successor = await this.#ready(settings);
      this.#settings = settings;
      const before = place.holder;
      this.#put(place, successor);
      before?.leave();
      await before?.ended;
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#alive].map((worker) => worker.stop()));
  }

  async #ready(settings: Settings): Promise<WorkerProcess> {
    const { accessLog, port, host } = this.#options;
    const worker = new WorkerProcess({ settings, accessLog, port, host });
    this.#alive.add(worker);
    void worker.ended.then(() => this.#alive.delete(worker));
    await worker.ready;
    return worker;
  }

  #put(place: Place, worker: WorkerProcess): void {
    place.holder = worker;
    void this.#succeed(place, worker);
  }

  async #succeed(place: Place, worker: WorkerProcess): Promise<void> {
    const since = performance.now();
    const ended = await worker.ended;
    if (this.#stopping || place.holder !== worker) return;
    place.holder = null;
    if (performance.now() - since > wait.lasted) place.wait = wait.first;
    this.#options.logger.error({ worker: worker.pid, ended }, 'a worker died and is replaced');
    await this.#refill(place);
  }

  async #refill(place: Place): Promise<void> {
    while (!place.holder) {
      await sleep(place.wait);
      place.wait = Math.min(place.wait * 2, wait.longest);
      if (this.#stopping) return;
      try {
        const worker = await this.#ready(this.#settings);
        if (place.holder) worker.leave();
        else this.#put(place, worker);
      } catch (error) {
        if (!this.#stopping) this.#options.logger.error({ err: error }, 'a worker does not start');
      }
    }
  }
}
