import { isRecord } from '../../schema/isRecord.ts';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import type { TestAlliance } from '../support/alliance/startTestAlliance.ts';

interface Payload {
  readonly problems: readonly unknown[];
  readonly [field: string]: unknown;
}

/** Somebody before the gateway who writes, and reads what came of it. */
export class Writer {
  readonly #alliance: TestAlliance;
  readonly #reader: AllianceReader;

  constructor(alliance: TestAlliance, reader: AllianceReader) {
    this.#alliance = alliance;
    this.#reader = reader;
  }

  /** The payload: what `selection` asks for beside the problems. An error fails the test. */
  async write(mutation: string, input: object, selection = ''): Promise<Payload> {
    const { body, text } = await this.#post(mutation, input, selection);
    const payload = body.errors ? undefined : isRecord(body.data) ? body.data[mutation] : undefined;
    if (!payload) throw new Error(text);
    return payload as Payload;
  }

  /** The errors of a write that the gateway does not let through. */
  async refused(mutation: string, input: object): Promise<unknown> {
    return (await this.#post(mutation, input, '')).body.errors;
  }

  /** What a root field gives; an error fails the test. */
  async read(field: string): Promise<unknown> {
    const { body, text } = await this.#alliance.as(this.#reader).ask(`{ found: ${field} }`);
    if (body.errors) throw new Error(text);
    return isRecord(body.data) ? body.data['found'] : undefined;
  }

  #post(mutation: string, input: object, selection: string) {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    return this.#alliance
      .as(this.#reader)
      .ask(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} problems { code message path } } }`,
        { input },
      );
  }
}
