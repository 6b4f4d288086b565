import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../../schema/isRecord.ts';
import type { Dice } from '../leak/Dice.ts';
import { askGateway } from './askGateway.ts';
import type { Ledger, SentReport } from './Ledger.ts';
import type { RealAlliance } from './startRealAlliance.ts';

const report = `mutation ($input: ReportIncidentInput!) { reportIncident(input: $input) {
  incident { id name description reportedAt version } problems { code message } } }`;
const update = `mutation ($input: UpdateIncidentInput!) { updateIncident(input: $input) {
  incident { id updatedAt version } problems { code message } } }`;
const acknowledge = `mutation ($input: AcknowledgeIncidentInput!) { acknowledgeIncident(input: $input) {
  acknowledgement { id } problems { code message } } }`;

export interface LoadWriterOptions {
  readonly alliance: RealAlliance;
  readonly ledger: Ledger;
  readonly dice: Dice;
  readonly nation: string;
  readonly subject: string;
}

type Payload = Readonly<Record<string, unknown>>;

/** One person who writes without a pause, and remembers what they were told. */
export class LoadWriter {
  readonly #options: LoadWriterOptions;
  #token = '';
  #tokenUntil = 0;
  #sent = 0;

  constructor(options: LoadWriterOptions) {
    this.#options = options;
  }

  async write(over: AbortSignal): Promise<void> {
    const { dice } = this.#options;
    while (!over.aborted) {
      const incident = await this.#report();
      for (let count = dice.below(4); count > 0 && !over.aborted; count -= 1) await this.#update(incident);
      if (dice.percent(60)) await this.#acknowledge();
      await sleep(dice.below(40));
    }
  }

  /** Again and again under one reference until an answer comes, and sometimes once more. */
  async #report(): Promise<string> {
    const { ledger, dice, nation, subject } = this.#options;
    const reference = `${nation}-${subject}-${(this.#sent += 1)}`;
    const sent: SentReport = { nation, reference, description: `as reported in ${reference}`, answers: [] };
    ledger.reports.push(sent);
    const input = {
      name: reference,
      description: sent.description,
      severity: 'S3_HIGH',
      label: { level: 'NR', releasableTo: this.#options.alliance.nations },
      clientReference: reference,
    };
    let wanted = dice.percent(15) ? 2 : 1;
    for (;;) {
      const payload = await this.#ask('reportIncident', report, input);
      const { incident } = payload ?? {};
      if (isRecord(incident)) {
        const { id, name, reportedAt } = incident;
        if (name !== reference) ledger.oddities.push(`\`${reference}\` was answered with \`${String(name)}\``);
        sent.answers.push({ id: String(id), reportedAt: String(reportedAt) });
        if ((wanted -= 1) === 0) return String(id);
      } else if (payload) ledger.oddities.push(`\`${reference}\` was answered ${JSON.stringify(payload)}`);
      else await sleep(100 + dice.below(200));
    }
  }

  async #update(incident: string): Promise<void> {
    const { ledger, nation } = this.#options;
    const version = await this.#version(incident);
    if (version === null) return;
    const description = `changed by write ${(this.#sent += 1)}`;
    const sent = { nation, incident, description, answer: null as { updatedAt: string } | null };
    ledger.updates.push(sent);
    const payload = await this.#ask('updateIncident', update, { id: incident, version, description });
    const changed = payload?.['incident'];
    if (isRecord(changed)) sent.answer = { updatedAt: String(changed['updatedAt']) };
    else if (payload && !JSON.stringify(payload).includes('STALE_VERSION')) {
      ledger.oddities.push(`an update of ${incident} was answered ${JSON.stringify(payload)}`);
    }
  }

  /** Of an incident of another nation, which another writer reported. */
  async #acknowledge(): Promise<void> {
    const { ledger, nation, subject } = this.#options;
    const foreign = ledger.reports.findLast((one) => one.nation !== nation && one.answers.length > 0);
    const incident = foreign?.answers[0]?.id;
    if (incident === undefined) return;
    const note = `noted by ${nation}-${subject}-${(this.#sent += 1)}`;
    const sent = { nation, incident, note, answer: null as { id: string } | null };
    ledger.acknowledgements.push(sent);
    const payload = await this.#ask('acknowledgeIncident', acknowledge, { incident, note });
    const made = payload?.['acknowledgement'];
    if (isRecord(made)) sent.answer = { id: String(made['id']) };
  }

  async #version(id: string): Promise<string | null> {
    const read = { query: 'query ($id: ID!) { incident(id: $id) { version } }', variables: { id }, field: 'incident' };
    const answer = await askGateway(this.#options.alliance.url, await this.#freshToken(), read);
    if (answer) return String(answer['version']);
    await sleep(50);
    return null;
  }

  async #ask(field: string, query: string, input: object): Promise<Payload | null> {
    const { alliance, ledger } = this.#options;
    const payload = await askGateway(alliance.url, await this.#freshToken(), { query, variables: { input }, field });
    if (!payload) ledger.unanswered += 1;
    return payload;
  }

  async #freshToken(): Promise<string> {
    const { alliance, nation, subject } = this.#options;
    if (Date.now() > this.#tokenUntil) {
      this.#token = await alliance.token({ nation, subject });
      this.#tokenUntil = Date.now() + 30 * 60_000;
    }
    return this.#token;
  }
}
