import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { DemoError } from '../DemoError.ts';
import { signAccessToken } from '../identity/signAccessToken.ts';
import { tokenRequest } from '../identity/TokenRequest.ts';
import { demoFolder } from '../registry/demoFolder.ts';
import { parseKey } from '../registry/makeKey.ts';
import { readIssuers } from '../registry/readIssuers.ts';

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const payload = z.looseObject({
  problems: z.array(z.object({ code: z.string(), message: z.string(), path: z.array(z.string()).nullish() })),
});

export type Payload = z.infer<typeof payload>;
export type Data = Readonly<Record<string, unknown>>;

export interface PersonOptions {
  /** As the story calls them, e.g. `Estonian coordinator`. */
  readonly name: string;
  readonly claims: z.input<typeof tokenRequest>;
  /** The gateway. */
  readonly url: string;
  /** The demo's data. */
  readonly folder: string;
}

/** Somebody of a nation or organisation, who asks and writes through the gateway with a token of their own provider. */
export class Person {
  readonly name: string;
  readonly url: string;
  readonly #options: PersonOptions;

  constructor(options: PersonOptions) {
    this.name = options.name;
    this.url = options.url;
    this.#options = options;
  }

  /** A fresh access token. */
  async token(): Promise<string> {
    const { claims, folder } = this.#options;
    const request = tokenRequest.parse(claims);
    const { audience, urls } = readIssuers(folder);
    const issuer = urls.get(request.nation) ?? '';
    const key = parseKey(readFileSync(demoFolder(folder).identityKey(request.nation), 'utf8'));
    return signAccessToken(request, { key, issuer, audience, now: Math.floor(Date.now() / 1000) });
  }

  /** The data of an answer; its errors stand where nulls are, and are part of the story. */
  async ask(query: string, variables: Data = {}): Promise<Data> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await this.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = answer.parse(await response.json());
    if (data) return data;
    throw new DemoError(`${this.name} asked and got no answer: ${errors?.[0]?.message ?? response.status}`);
  }

  /** The payload of one mutation. */
  async write(mutation: string, input: Data, selection = ''): Promise<Payload> {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const data = await this.ask(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} problems { code message path } } }`,
      { input },
    );
    const read = payload.safeParse(data[mutation]);
    if (read.success) return read.data;
    throw new DemoError(`${this.name} may not carry out \`${mutation}\``);
  }

  /** As `write`, for a write that the story needs: its problems end it. */
  async must(mutation: string, input: Data, selection: string): Promise<Payload> {
    const written = await this.write(mutation, input, selection);
    const [problem] = written.problems;
    if (problem) throw new DemoError(`\`${mutation}\` of ${this.name}: ${problem.code}, ${problem.message}`);
    return written;
  }
}
