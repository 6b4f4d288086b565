import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../../schema/isRecord.ts';
import type { Dice } from '../leak/Dice.ts';
import { postGraphql } from '../support/alliance/postGraphql.ts';
import type { RecallWatch } from './RecallWatch.ts';
import type { RealAlliance } from './startRealAlliance.ts';

/** What an incident is called only while it is hidden. */
const secret = 'written while it was hidden';

type Payload = Readonly<Record<string, unknown>>;

/** Who reads under it, among the watches. */
interface Label {
  readonly level: 'NR' | 'NS';
  readonly releasableTo: readonly string[];
}

const parts = {
  byId: 'byId: incident(id: $id) { id name }',
  list: 'list: incidents(nations: ["EST"], where: { incidentTypes: [$tag] }, first: 5) { edges { node { id name } } coverage { complete } }',
  link: 'link: incident(id: $other) { related(first: 5) { edges { node { id from { id } to { id } } } coverage { complete } } }',
  count:
    'count: situation(nations: ["EST"], where: { incidentTypes: [$tag] }) { byNation { key count } coverage { complete } }',
};
/** Together, and each for itself; a variable that is not used would be an error. */
const together = `query ($id: ID!, $other: ID!, $tag: String!) { ${Object.values(parts).join(' ')} }`;
const apart = [
  `query ($id: ID!) { ${parts.byId} }`,
  `query ($tag: String!) { ${parts.list} }`,
  `query ($other: ID!) { ${parts.link} }`,
  `query ($tag: String!) { ${parts.count} }`,
];

export interface RecallTrialOptions {
  readonly alliance: RealAlliance;
  readonly watches: readonly RecallWatch[];
  readonly dice: Dice;
  /** The originator's. */
  readonly token: string;
  /** This one's own. */
  readonly tag: string;
  readonly find: (finding: RecallFinding) => void;
}

/** What was wrong: shown although it was hidden, or not shown although it may be. */
export interface RecallFinding {
  readonly kind: 'stale' | 'missing';
  readonly what: string;
}

/** One incident with another that it is linked to, which is hidden and shown again and again. */
export class RecallTrial {
  readonly #options: RecallTrialOptions;
  readonly #open: Label;
  #id = '';
  #other = '';
  #changes = 0;
  answers = 0;

  constructor(options: RecallTrialOptions) {
    this.#options = options;
    this.#open = { level: 'NR', releasableTo: options.alliance.nations };
  }

  async prepare(): Promise<void> {
    this.#other = await this.#report([]);
    await this.#reportLinked();
    await this.#look(this.#open);
  }

  /** Hides it from some, looks as each of them, shows it again, and looks again. */
  async run(): Promise<void> {
    const { dice } = this.#options;
    if (dice.percent(5)) return this.#recall();
    const stricter: Label = dice.percent(50)
      ? { level: 'NR', releasableTo: ['EST'] }
      : { level: 'NS', releasableTo: this.#open.releasableTo };
    await this.#relabel(stricter);
    await this.#look(stricter);
    if (dice.percent(10)) return this.#announce(stricter);
    await this.#relabel(this.#open);
    await this.#look(this.#open);
  }

  /** Changes what is hidden, and shows it again: the first that readers are told is that it was released. */
  async #announce(stricter: Label): Promise<void> {
    await this.#changeHidden(stricter);
    const lost = this.#options.watches.filter((watch) => !sees(watch, stricter));
    const before = lost.map((watch) => watch.count(this.#id));
    await this.#relabel(this.#open);
    await this.#look(this.#open);
    await Promise.all(
      lost.map((watch, index) =>
        watch
          .released(this.#id, before[index] ?? 0)
          .catch(() => this.#missing(`${watch.reader.subject} was not told that ${this.#id} can be seen again`)),
      ),
    );
  }

  async #recall(): Promise<void> {
    await this.#versioned('recallRecord', 'RecallRecordInput', {});
    await this.#look(null);
    await this.#reportLinked();
    await this.#look(this.#open);
  }

  /** Each change is an event that nobody may be told of who has lost sight of it. */
  async #changeHidden(label: Label): Promise<void> {
    this.#changes += 1;
    for (const name of [`${secret} ${this.#options.tag} ${this.#changes}`, this.#options.tag]) {
      const answer = await this.#versioned('updateIncident', 'UpdateIncidentInput', { name }, 'incident { updatedAt }');
      const at = isRecord(answer['incident']) ? String(answer['incident']['updatedAt']) : '';
      if (!name.startsWith(secret)) return;
      for (const watch of this.#options.watches) if (!sees(watch, label)) watch.hide(this.#id, name, at);
    }
  }

  /** As everybody at once; null: it is gone. */
  async #look(label: Label | null): Promise<void> {
    const { watches, dice } = this.#options;
    const queries = dice.percent(70) ? [together] : apart;
    await Promise.all(
      watches.flatMap((watch) =>
        queries.map((query) => this.#lookAs(watch, query, label !== null && sees(watch, label))),
      ),
    );
  }

  async #lookAs(watch: RecallWatch, query: string, isShown: boolean): Promise<void> {
    const { alliance, tag, find } = this.#options;
    for (;;) {
      const variables = { id: this.#id, other: this.#other, tag };
      const { text, body } = await postGraphql(alliance.url, watch.token, query, variables);
      const unusable = body.errors !== undefined || text.includes('"complete":false');
      const counts = /"byNation":\[\{/.test(text);
      const finds = text.includes(this.#id) || counts;
      this.answers += 1;
      if (!isShown && (finds || text.includes(secret)))
        find({ kind: 'stale', what: `${watch.reader.subject} was answered ${text}` });
      const all = query === together ? [text.includes(`"byId":{"id":"${this.#id}"`), counts] : [finds];
      if (isShown && !unusable && all.includes(false))
        this.#missing(`${watch.reader.subject} is not shown it: ${text}`);
      if (!unusable) return;
      await sleep(20);
    }
  }

  #missing(what: string): void {
    this.#options.find({ kind: 'missing', what });
  }

  /** Sent again until an answer comes: it is recorded once. */
  async #report(incidentTypes: readonly string[]): Promise<string> {
    const clientReference = randomUUID();
    const input = { name: this.#options.tag, severity: 'S3_HIGH', label: this.#open, incidentTypes, clientReference };
    const { incident } = await answered(() =>
      this.#write('reportIncident', 'ReportIncidentInput', input, 'incident { id }'),
    );
    return isRecord(incident) ? String(incident['id']) : '';
  }

  async #reportLinked(): Promise<void> {
    this.#id = await this.#report([this.#options.tag]);
    const link = { from: this.#other, to: this.#id, relation: 'RELATED_TO', label: this.#open };
    await answered(() => this.#write('linkIncidents', 'LinkIncidentsInput', link));
  }

  #relabel(label: Label): Promise<Payload> {
    return this.#versioned('relabelRecord', 'RelabelRecordInput', { label });
  }

  /** One that got no answer may have happened, so each try is of what is there then. */
  #versioned(mutation: string, type: string, input: object, selection = ''): Promise<Payload> {
    const { alliance, token } = this.#options;
    const query = 'query ($id: ID!) { incident(id: $id) { version } }';
    return answered(async () => {
      const { body } = await postGraphql(alliance.url, token, query, { id: this.#id });
      if (body.errors || !isRecord(body.data)) return null;
      const { incident } = body.data;
      if (!isRecord(incident)) return {};
      return this.#write(mutation, type, { id: this.#id, version: incident['version'], ...input }, selection);
    });
  }

  /** null: no answer came, or somebody was faster. */
  async #write(mutation: string, type: string, input: object, selection = ''): Promise<Payload | null> {
    const { alliance, token } = this.#options;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} problems { code message path } } }`;
    const { body, text } = await postGraphql(alliance.url, token, query, { input });
    const payload = isRecord(body.data) ? body.data[mutation] : undefined;
    if (!isRecord(payload) || text.includes('STALE_VERSION')) return null;
    if (JSON.stringify(payload['problems']) !== '[]') throw new Error(`${mutation}: ${text}`);
    return payload;
  }
}

/** A machine that is busy is no failure. */
async function answered(ask: () => Promise<Payload | null>): Promise<Payload> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const payload = await ask();
    if (payload) return payload;
    await sleep(200);
  }
  throw new Error('a nation did not answer a hundred times');
}

const sees = ({ reader }: RecallWatch, { level, releasableTo }: Label): boolean =>
  releasableTo.includes(reader.nation) && (level === 'NR' || reader.level === 'NS');
