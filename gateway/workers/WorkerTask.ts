import type { Problems, Settings } from '../config/readSettings.ts';

/** What a worker is told when it starts. */
export interface WorkerTask {
  readonly settings: Settings;
  readonly accessLog: string;
  readonly port: number;
  readonly host: string;
}

/** What it may be told then: that a successor has its place. */
export type WorkerOrder = 'leave';

/** What a worker says, once: that it takes requests, or why it cannot. */
export type WorkerReply = { readonly url: string } | Problems;
