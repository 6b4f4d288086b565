// Opens the alerts of each reader: checks the subscription, follows the feeds, answers each event.
import { getOperationAST, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { FeedEvent } from '../../schema/feed/FeedEvent.ts';
import { retention } from '../../schema/feed/retention.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { nationOf } from '../../schema/id.ts';
import type { Access } from '../audit/AccessEntry.ts';
import type { AlertRule } from '../contract/AlertRule.ts';
import { CodedError } from '../errors.ts';
import { Decisions } from '../federation/Decisions.ts';
import type { Evaluated } from '../federation/executeOperation.ts';
import type { GatewayAnswer, GatewayParts, GatewayRequest } from '../federation/GatewayParts.ts';
import type { LoadedContract } from '../federation/LoadedContract.ts';
import { personOf } from '../identity/personOf.ts';
import type { Reader } from '../identity/Reader.ts';
import { periodOf, type Period } from '../policy/ceilingsOf.ts';
import { holdingsOf } from '../policy/holdingsOf.ts';
import { validUntil } from '../policy/validUntil.ts';
import type { RequestContext } from '../RequestContext.ts';
import { parseCursor, placeIn, type AlertCursor } from './AlertCursor.ts';
import { alertFrame, meets, recordIn } from './alertFrame.ts';
import { recordVariable } from './alertQuery.ts';
import { AlertStream, type AlertAnswer } from './AlertStream.ts';
import { attributesOf, namesPersons } from './attributesOf.ts';
import { decideAlert, type DueAlert } from './decideAlert.ts';
import type { Hub } from './Hub.ts';
import { boundAt } from './NationFeed.ts';
import { SharedAnswers } from './SharedAnswers.ts';
import { readSubscription, scopeOf, type Subscription } from './Subscription.ts';

export interface AlertDeskOptions {
  readonly contract: () => LoadedContract;
  readonly parts: GatewayParts;
  readonly evaluate: (
    contract: LoadedContract,
    request: Omit<GatewayRequest, 'context'>,
    context: RequestContext,
  ) => Promise<Evaluated>;
  readonly hub: Hub;
  readonly clock: () => number;
  /** Milliseconds that a reader may leave alerts lying. */
  readonly patience: number;
  readonly log: (problem: string, requestId: string) => void;
}

/** A valid operation of a reader who was found to be who they say. */
export interface AlertRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** SHA-256 of its text, hex. */
  readonly queryHash: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly reader: Reader;
  readonly requestId: string;
  /** Resolves when the reader has taken all that was sent. */
  readonly taken: () => Promise<void>;
}

/** Milliseconds: between looks at streams whose time has come, and for the answer to one event. */
const times = { look: 200, answer: 10_000 };

const tooOld = 'the argument `after` is too old: what happened since then is not kept for so long';

interface Decided {
  readonly period: Period;
  readonly due: DueAlert | null;
}

export class AlertDesk {
  readonly #options: AlertDeskOptions;
  readonly #open = new Map<AlertStream, number>();
  readonly #shared = new SharedAnswers();
  readonly #decided = new WeakMap<FeedEvent, Map<string, Decided>>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: AlertDeskOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#endExpired(), times.look);
    this.#timer.unref();
  }

  /** How many streams there are. */
  get size(): number {
    return this.#open.size;
  }

  /** The stream ends by itself when what the reader holds may change; whoever opened it ends it when they are gone. */
  async open(request: AlertRequest): Promise<AlertStream | CodedError> {
    const { parts, clock, hub, log } = this.#options;
    const { reader, requestId } = request;
    const contract = this.#options.contract();
    const registry = parts.registry();
    const now = clock();
    const readers = contract.classOf(holdingsOf(reader, registry, now).own);
    const subscription = readSubscription(contract, readers, request);
    if (subscription instanceof CodedError) return subscription;
    const { after, ...others } = subscription.arguments;
    const seal = parts.seal.about({ alerts: subscription.rule.name, arguments: others, reader: personOf(reader) });
    const resumes = typeof after === 'string';
    const cursor: AlertCursor | null = resumes
      ? parseCursor(seal.open(after) ?? '')
      : { start: now, delivered: new Map() };
    if (cursor === null)
      return new CodedError('BAD_USER_INPUT', {}, 'the argument `after` is no cursor of this stream');
    const until = validUntil(reader, registry, now);
    const scope = scopeOf(subscription);
    const isElsewhere = subscription.rule.moments.some(({ type }) => type !== null);
    const feeds = await hub.feeds(isElsewhere ? null : scope);
    const oldest = boundAt(now - retention.cursors);
    if (feeds.keys().some((nation) => placeIn(cursor, nation) < oldest))
      return new CodedError('BAD_USER_INPUT', {}, tooOld);
    let count = 0;
    const stream = new AlertStream({
      feeds,
      cursor,
      resumes,
      opened: now,
      decide: (event) => {
        const due = this.#decide(contract, subscription.rule, reader, event);
        return due && (scope === null || scope.includes(nationOf(due.record) ?? '')) ? due : null;
      },
      answer: (...asked) => this.#answer(contract, subscription, request, asked, (count += 1), stream.signal),
      seal: seal.seal,
      taken: request.taken,
      patience: this.#options.patience,
      log: (problem) => log(problem, requestId),
    });
    this.#open.set(stream, until);
    stream.signal.addEventListener('abort', () => this.#open.delete(stream));
    return stream;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const stream of this.#open.keys()) stream.end();
    await this.#options.hub.stop();
  }

  #endExpired(): void {
    const now = this.#options.clock();
    for (const [stream, until] of this.#open) if (now >= until) stream.end();
  }

  /** Once for all readers whom nothing tells apart, until an agreement begins or ends. */
  #decide(contract: LoadedContract, rule: AlertRule, reader: Reader, event: FeedEvent): DueAlert | null {
    const { parts, clock } = this.#options;
    const { readMarking } = parts;
    const [registry, now] = [parts.registry(), clock()];
    const period = periodOf(registry, now);
    const person = namesPersons(event, readMarking) ? personOf(reader) : '';
    const key = `${rule.name} ${attributesOf(reader, now)} ${person}`;
    const known = this.#decided.get(event) ?? new Map<string, Decided>();
    this.#decided.set(event, known);
    const last = known.get(key);
    if (last?.period === period) return last.due;
    const decisions = this.#decisions(contract, reader, now);
    const due = decideAlert(event, rule, (...asked) => decisions.decide(...asked));
    known.set(key, { period, due });
    return due;
  }

  #decisions({ model }: LoadedContract, reader: Reader, now: number): Decisions {
    const { parts } = this.#options;
    const { readMarking } = parts;
    const pseudonym = (owner: string): string => parts.pseudonym(reader, owner);
    // Nations do not decide on events, so no test switches this off.
    return new Decisions({ model, registry: parts.registry(), reader, now, pseudonym, readMarking, lock: 'enforce' });
  }

  async #answer(
    contract: LoadedContract,
    subscription: Subscription,
    request: AlertRequest,
    [event, { record }]: readonly [FeedEvent, DueAlert],
    count: number,
    ended: AbortSignal,
  ): Promise<AlertAnswer | null> {
    const { parts, clock, evaluate } = this.#options;
    const { rule, query, isFlat, selecting, asked } = subscription;
    const { reader, queryHash } = request;
    const now = clock();
    const inTime = AbortSignal.timeout(times.answer);
    // Others may wait for the answer of a reader who leaves.
    const signal = isFlat ? inTime : AbortSignal.any([ended, inTime]);
    const context: RequestContext = { reader, requestId: `${request.requestId}.${count}`, now, signal };
    const variables = { ...request.variables, [recordVariable]: record };
    const operationName = request.operation.name?.value ?? null;
    const operation = getOperationAST(query, operationName);
    if (!operation) throw new TypeError('an alert without a query');
    const isAlike = isFlat && !namesPersons(event, parts.readMarking);
    const key = isAlike
      ? JSON.stringify([record, event.position, queryHash, operationName, variables, attributesOf(reader, now)])
      : null;
    const evaluated = await this.#shared.get(key, () =>
      evaluate(contract, { document: query, operation, operationName, queryHash, request: { variables } }, context),
    );
    const found = recordIn(evaluated.answer, rule);
    if (!found) return nothingIn(evaluated.answer);
    if (!meets(found, rule.filters, subscription.arguments)) return null;
    const { answer, access } = evaluated;
    if (!access) throw new TypeError('a record in an answer that shows none');
    const teller = nationOf(event.id) ?? '';
    const isOwn = teller === nationOf(record);
    if (!isOwn && !mayTell(teller, record, rule.topic, access, this.#decisions(contract, reader, now))) return null;
    const released = await parts.release(answer, context, access);
    if (!isRecord(released.data)) throw new Error('an alert that was not released');
    return (facts) => alertFrame(rule, asked, selecting, released, facts);
  }
}

/** May this nation know the record of another of which it tells, for this reader? By the label that it has in the answer. */
function mayTell(teller: string, record: string, topic: string, { records }: Access, decisions: Decisions): boolean {
  const owner = nationOf(record) ?? '';
  const [text] = Object.entries(records.get(owner) ?? {}).find(([, ids]) => ids.includes(record)) ?? [];
  const decision = text === undefined ? null : decisions.decide(owner, topic, text);
  return decision?.effect === 'permit' && decisions.mayKnow(teller, topic, decision.admitted);
}

/** Throws where there may be a record, but it cannot be had now. */
function nothingIn({ data, errors = [] }: GatewayAnswer): null {
  const isOut = errors.some(({ extensions }) => extensions['code'] === 'NATION_UNAVAILABLE');
  if (isOut || !isRecord(data)) throw new Error('an event could not be answered');
  return null;
}
