import { parse, print, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { PlannedStep, Step } from '../../../gateway/federation/Step.ts';
import { rewrite } from '../../../gateway/operation/rewrite.ts';
import { ourContract } from '../../support/ourContract.ts';
import { readerClassOf } from '../../support/readerClassOf.ts';

async function planned(query: string): Promise<readonly PlannedStep[]> {
  const contract = ourContract();
  const readers = readerClassOf({ level: 'CTS' });
  const document = parse(query);
  const [operation] = document.definitions;
  const { document: rewritten } = rewrite(
    contract.model,
    readers,
    document,
    operation as OperationDefinitionNode,
    new Map(),
  );
  return rewritten ? contract.plan(rewritten, null) : [];
}

const nameOf = (step: Step): string =>
  `${step.kind} ${[...step.path, step.kind === 'owner' ? step.typeName : step.kind === 'central' ? step.service : step.field.key].join('.')}`;

/** Every step with what it waits for, in words. */
async function orderOf(query: string): Promise<Record<string, string[]>> {
  const steps = await planned(query);
  return Object.fromEntries(
    steps.map(({ step, after }) => [
      nameOf(step),
      after.map((index) => nameOf((steps[index] as PlannedStep).step)).toSorted(),
    ]),
  );
}

describe('a record is told to other nations only after its marking has been decided', () => {
  it('where the planner would ask for lessons beside the marking of the incident', async () => {
    const order = await orderOf(
      '{ capabilityRequest(id: "a") { incident { name lessons { edges { node { title } } } } } }',
    );
    expect(order).toEqual({
      'route capabilityRequest': [],
      'owner capabilityRequest.incident.Incident': ['route capabilityRequest'],
      'gather capabilityRequest.incident.lessons': [
        'owner capabilityRequest.incident.Incident',
        'route capabilityRequest',
      ],
    });
  });

  it('where the planner would nest the list of other nations in the fetch that names the incident', async () => {
    const order = await orderOf(
      '{ capabilityRequest(id: "a") { incident { name capabilityRequests { edges { node { incident { id } } } } } } }',
    );
    const gather = 'gather capabilityRequest.incident.capabilityRequests';
    expect(order[gather]).toContain('owner capabilityRequest.incident.Incident');
    expect(order['owner capabilityRequest.incident.capabilityRequests.edges.@.node.incident.Incident']).toContain(
      gather,
    );
  });

  it('and independent lists wait for nothing', async () => {
    const order = await orderOf(
      '{ incidents { edges { node { id } } } lessons { edges { node { id } } } situation { asOf } }',
    );
    expect(order).toEqual({ 'gather incidents': [], 'gather lessons': [], 'gather situation': [] });
  });
});

describe('what a nation is asked', () => {
  const textsOf = async (query: string): Promise<string> =>
    (await planned(query))
      .map(({ step }) =>
        step.kind === 'owner'
          ? print(step.selection.set)
          : step.kind === 'central'
            ? ''
            : print(step.field.selection.set),
      )
      .join('\n');

  it('is never a label, a coverage or a page that the gateway answers itself', async () => {
    const text = await textsOf(
      `{ incidents { coverage { asked } pageInfo { endCursor } edges { cursor node { label { banner } fieldMarkings { field } } } }
         situation { label { banner } coverage { complete } bySeverity { key count } } }`,
    );
    for (const answered of ['label', 'fieldMarkings', 'coverage', 'pageInfo', 'asked', 'banner']) {
      expect(text.split(/\W+/)).not.toContain(answered);
    }
    expect(text).toContain('__gw_marking: marking');
    expect(text).toContain('__gw_counted: counted');
  });

  it('of a reference is the key of its target and nothing else', async () => {
    const steps = await planned('{ incident(id: "a") { related { edges { node { from { name severity } } } } } }');
    const related = steps.find(({ step }) => step.kind === 'gather');
    const text = related?.step.kind === 'gather' ? print(related.step.field.selection.set) : '';
    expect(text).toMatch(/from \{\s+__typename\s+__gw_key: id\s+id\s+\}/);
    expect(text).not.toContain('severity');
    expect(steps.map(({ step }) => nameOf(step))).toContain('owner incident.related.edges.@.node.from.Incident');
  });

  it('keeps the key of a reference under the alias that the reader chose', async () => {
    const text = await textsOf('{ incident(id: "a") { affectedNations { nation: code } } }');
    expect(text).toContain('nation: code');
  });

  it('leaves out what a literal condition rules out, and keeps what a variable decides', async () => {
    const steps = await planned(
      `query ($deep: Boolean!) { incident(id: "a") { id
         related @skip(if: true) { edges { node { id } } }
         lessons @include(if: $deep) { edges { node { id } } } } }`,
    );
    const gathers = steps.filter(({ step }) => step.kind === 'gather').map(({ step }) => step);
    expect(gathers.map((step) => [nameOf(step), step.conditions])).toEqual([
      ['gather incident.lessons', [{ variable: 'deep', value: true }]],
    ]);
  });
});
