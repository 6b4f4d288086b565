import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { DemoError } from '../DemoError.ts';
import { demoFolder } from './demoFolder.ts';

const parties = z.record(z.string(), z.object({ issuer: z.object({ url: z.url() }).nullish() }));
const shape = z.object({ gateway: z.object({ audience: z.string() }), nations: parties, organisations: parties });

export interface Issuers {
  readonly audience: string;
  /** Issuer URLs by code. */
  readonly urls: ReadonlyMap<string, string>;
}

/** Who may sign in, by the registry in the demo's folder. */
export function readIssuers(folder: string): Issuers {
  const file = demoFolder(folder).registry;
  try {
    const { gateway, nations, organisations } = shape.parse(parse(readFileSync(file, 'utf8')));
    const all = Object.entries({ ...nations, ...organisations });
    const urls = all.flatMap(([code, { issuer }]) => (issuer ? [[code, issuer.url] as const] : []));
    return { audience: gateway.audience, urls: new Map(urls) };
  } catch {
    throw new DemoError(
      `\`${file}\` is not there or damaged: \`npm start\` writes it, --data DIR names another folder`,
    );
  }
}
