import { expect, it } from 'vitest';
import { findProblems } from './findProblems.ts';
import { Ledger } from './Ledger.ts';
import type { Stored } from './readStored.ts';

const moment = '2026-06-03T12:00:00.000Z';
const later = '2026-06-03T12:00:01.000Z';
const row = (type: string, body: Record<string, unknown>) => ({ type, body });
const event = (id: string, change: string, at = moment) => ({ id, change, at: Date.parse(at) });
const edges = (...nodes: readonly object[]) => ({ edges: nodes.map((node) => ({ node })) });

/** One incident, reported, changed and acknowledged by another nation. `change` makes what is there differ from that. */
function problemsAfter(change: (store: { est: MutableStored; lva: MutableStored; ledger: Ledger }) => void) {
  const ledger = new Ledger();
  ledger.reports.push({
    nation: 'EST',
    reference: 'one',
    description: 'first',
    answers: [{ id: 'i1', reportedAt: moment }],
  });
  ledger.updates.push({ nation: 'EST', incident: 'i1', description: 'second', answer: { updatedAt: later } });
  ledger.acknowledgements.push({ nation: 'LVA', incident: 'i1', note: 'seen', answer: { id: 'a1' } });
  const est: MutableStored = {
    records: new Map([
      ['i1', row('Incident', { name: 'one', description: 'second' })],
      ['t1', row('TimelineEntry', { incident: 'i1', at: moment, kind: 'REPORTED' })],
      ['t2', row('TimelineEntry', { incident: 'i1', at: later, kind: 'NOTE' })],
    ]),
    events: [
      event('i1', 'inserted'),
      event('t1', 'inserted'),
      event('i1', 'updated', later),
      event('t2', 'inserted', later),
    ],
    references: [{ reference: 'one', id: 'i1' }],
  };
  const lva: MutableStored = {
    records: new Map([['a1', row('Acknowledgement', { incident: 'i1', note: 'seen' })]]),
    events: [event('a1', 'inserted')],
    references: [],
  };
  change({ est, lva, ledger });
  const shown = new Map(
    [...est.records].flatMap(([id, { type, body }]) =>
      type === 'Incident'
        ? [
            [
              id,
              {
                id,
                name: String(body['name']),
                description: String(body['description']),
                timeline: edges({ kind: 'REPORTED' }) as { edges: { node: { kind: string } }[] },
                acknowledgements: edges(...lva.records.keys().map((ack) => ({ id: ack }))) as {
                  edges: { node: { id: string } }[];
                },
              },
            ] as const,
          ]
        : [],
    ),
  );
  const stored = new Map([
    ['EST', est],
    ['LVA', lva],
  ]);
  return findProblems({ ledger, stored, shown }).map(({ kind, what }) => `${kind}: ${what}`);
}

interface MutableStored {
  records: Map<string, ReturnType<typeof row>>;
  events: Stored['events'][number][];
  references: Stored['references'][number][];
}

const without = (rows: { readonly id: string }[], id: string): void => {
  rows.splice(
    rows.findIndex((one) => one.id === id),
    1,
  );
};

it('what was acknowledged and is there is no problem', () => {
  expect(problemsAfter(() => undefined)).toEqual([]);
});

it('an update of which nobody knows may have happened', () => {
  const unknown = { nation: 'EST', incident: 'i1', description: 'third', answer: null };
  expect(problemsAfter(({ ledger }) => void ledger.updates.push(unknown))).toEqual([]);
});

it.each<[string, string, Parameters<typeof problemsAfter>[0]]>([
  ['a report that is gone', 'lost: report one (i1)', ({ est }) => void est.records.delete('i1')],
  ['a reference that is gone', 'lost: clientReference one', ({ est }) => void est.references.pop()],
  [
    'an update that is gone',
    'lost: the last update of i1',
    ({ est }) => void est.records.set('i1', row('Incident', { name: 'one', description: 'first' })),
  ],
  ['the entry of an update', 'lost: 1 of the entries for 1 updates of i1', ({ est }) => void est.records.delete('t2')],
  ['an acknowledgement that is gone', 'lost: acknowledgement a1', ({ lva }) => void lva.records.delete('a1')],
  ['the entry of a report', 'half-written: i1 has 0 entries', ({ est }) => void est.records.delete('t1')],
  ['the event of a report', 'half-written: Incident i1 has 0 events', ({ est }) => without(est.events, 'i1')],
  ['the event of an acknowledgement', 'half-written: Acknowledgement', ({ lva }) => without(lva.events, 'a1')],
  [
    'an event without a record',
    'half-written: an event tells',
    ({ lva }) => void lva.events.push(event('x', 'updated')),
  ],
  [
    'two incidents with one reference',
    'duplicate: one stands for i1 and i2',
    ({ est }) => void est.records.set('i2', row('Incident', { name: 'one' })),
  ],
  [
    'two answers to one report',
    'duplicate: one was answered with i1 and i2',
    ({ ledger }) => void ledger.reports[0]?.answers.push({ id: 'i2', reportedAt: moment }),
  ],
  [
    'an acknowledgement twice',
    'duplicate: seen stands for a1 and a2',
    ({ lva }) => void lva.records.set('a2', row('Acknowledgement', { incident: 'i1', note: 'seen' })),
  ],
  ['an answer that makes no sense', 'odd: hm', ({ ledger }) => void ledger.oddities.push('hm')],
])('%s is found', (_name, problem, change) => {
  expect(problemsAfter(change).join('\n')).toContain(problem);
});
