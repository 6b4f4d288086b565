import { expect, it } from 'vitest';
import { decideAlert, type Decide } from '../../../gateway/alerts/decideAlert.ts';
import type { AlertRule } from '../../../gateway/contract/AlertRule.ts';
import { Decisions } from '../../../gateway/federation/Decisions.ts';
import { markingMemory } from '../../../gateway/federation/markingMemory.ts';
import type { FeedEvent, FeedSide } from '../../../schema/feed/FeedEvent.ts';
import { labelText } from '../../../schema/label/marking.ts';
import { parseLabel } from '../../../schema/label/parseMarking.ts';
import { demoValue, now, reader, registryOf } from '../../support/demoAlliance.ts';
import { ourContract } from '../../support/ourContract.ts';
import { parseTestReader } from '../../support/TestReader.ts';
import rows from '../../vectors/alerts.json' with { type: 'json' };

interface WrittenSide {
  readonly label?: string;
  readonly marking?: string;
  readonly portions?: Readonly<Record<string, string>>;
  readonly recorded?: readonly string[];
}

interface Row {
  readonly why: string;
  readonly subscription?: string;
  readonly reader: string;
  readonly topic?: string;
  readonly change: FeedEvent['change'];
  readonly fields?: readonly string[];
  readonly before?: WrittenSide;
  readonly after?: WrittenSide;
  readonly names?: Readonly<Record<string, string>>;
  /** The kind; of a subscription whose alerts have none: true. */
  readonly alert: string | true | null;
  readonly record?: string;
}

const registry = registryOf(demoValue());
const contract = ourContract();
const id = 'EST:i:00000000000000000000000001';

it.each(rows as readonly unknown[] as readonly Row[])('$reader: $why', (row) => {
  const due = decideAlert(eventOf(row), ruleOf(row.subscription ?? 'incidentAlerts'), decideAs(row.reader));
  const record = row.record ?? id;
  expect(due && { alert: due.moment.kind ?? true, record: due.record }).toEqual(
    row.alert === null ? null : { alert: row.alert, record },
  );
});

function decideAs(text: string): Decide {
  const { nation, nationality, level, categories, roles, aal } = parseTestReader(text);
  const decisions = new Decisions({
    model: contract.model,
    registry,
    reader: reader({ nation, nationality, level, categories: [...categories], roles: [...roles], aal }),
    now,
    pseudonym: (owner) => `me-for-${owner}`,
    readMarking: markingMemory(),
    lock: 'enforce',
  });
  return (...asked) => decisions.decide(...asked);
}

function ruleOf(name: string): AlertRule {
  const rule = contract.alerts.get(name);
  if (!rule) throw new TypeError(`no subscription \`${name}\``);
  return rule;
}

const eventOf = ({ topic, change, fields, before, after, names }: Row): FeedEvent => ({
  position: `001780000000000.000001,${id}`,
  topic: topic ?? 'Incident',
  id,
  change,
  fields: fields ?? [],
  before: before ? sideOf(before) : null,
  after: after ? sideOf(after) : null,
  names: names ?? {},
});

const sideOf = ({ label = '', marking, portions = {}, recorded = [] }: WrittenSide): FeedSide => ({
  marking:
    marking ??
    [written(label), ...Object.entries(portions).map(([field, text]) => `${field}: ${written(text)}`)].join(' | '),
  recorded,
});

function written(text: string): string {
  if (text === 'UNLABELLED') return text;
  const label = parseLabel(text, { originator: 'EST', createdOn: '2025-01-01' });
  if ('problem' in label) throw new TypeError(label.problem);
  return labelText(label);
}
