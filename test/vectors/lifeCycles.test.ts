import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { isEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import answersNeeded from '../../subgraphs/capabilities/answersNeeded.json' with { type: 'json' };
import requests from '../../subgraphs/capabilities/requestLifeCycle.json' with { type: 'json' };
import { WriteRefused } from '../../subgraphs/errors.ts';
import exercises from '../../subgraphs/exercises/exerciseLifeCycle.json' with { type: 'json' };
import lessons from '../../subgraphs/exercises/lessonLifeCycle.json' with { type: 'json' };
import incidents from '../../subgraphs/incidents/lifeCycle.json' with { type: 'json' };
import releases from '../../subgraphs/releases/lifeCycle.json' with { type: 'json' };
import { expectStep, type LifeCycle } from '../../subgraphs/runtime/lifeCycle.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';

const step = z.strictObject({ from: z.string(), to: z.array(z.string()), why: z.string() });
const cycles = z
  .array(
    z.strictObject({
      of: z.enum(['incidents', 'requests', 'exercises', 'lessons', 'releases']),
      states: z.string(),
      steps: z.array(step),
    }),
  )
  .length(5)
  .parse(parse(readFileSync(new URL('lifeCycles.yaml', import.meta.url), 'utf8')));

const kept: Readonly<Record<(typeof cycles)[number]['of'], LifeCycle>> = {
  incidents,
  requests,
  exercises,
  lessons,
  releases,
};

const statesOf = (name: string): readonly string[] => {
  const type = nationContract().schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
};

/** Null: the step is taken. */
function problemOf(cycle: LifeCycle, from: string, to: string) {
  try {
    expectStep(cycle, from, to, ['input', 'to']);
    return null;
  } catch (error) {
    if (error instanceof WriteRefused) return error.problem;
    throw error;
  }
}

describe.each(cycles)('the life cycle of $of', ({ of, states, steps }) => {
  const cycle = kept[of];
  const all = statesOf(states);

  it('says of every state of the contract what may follow, and of nothing else', () => {
    expect(all.length).toBeGreaterThan(0);
    expect(steps.map(({ from }) => from)).toEqual(all);
    expect(Object.keys(cycle)).toEqual(all);
  });

  it.each(steps)('$from goes on to $to: $why', ({ from, to }) => {
    expect(all.filter((state) => problemOf(cycle, from, state) === null).toSorted()).toEqual(to.toSorted());
  });

  it('every state can be reached', () => {
    const reached = new Set([all[0]]);
    for (const state of reached) for (const next of cycle[state ?? ''] ?? []) reached.add(next);
    expect(all.filter((state) => !reached.has(state))).toEqual([]);
  });

  it('no step outside it is taken, whatever the states are called, and the refusal names those that are', () => {
    const state = fc.oneof(fc.constantFrom(...all), fc.string(), fc.constantFrom('constructor', '__proto__', ''));
    fc.assert(
      fc.property(state, state, (from, to) => {
        const next = steps.find((one) => one.from === from)?.to ?? [];
        const problem = problemOf(cycle, from, to);
        expect(problem?.code).toBe(next.includes(to) ? undefined : 'CONFLICT');
        for (const one of problem === null ? [] : next) expect(problem?.message).toContain(one);
      }),
    );
  });
});

it('the answers that a request rests on are steps and answers of the contract', () => {
  expect(answersNeeded).toEqual({ MATCHED: 'OFFER', ACCEPTED: 'OFFER', DECLINED: 'DECLINE' });
  expect(statesOf('RequestStatus')).toEqual(expect.arrayContaining(Object.keys(answersNeeded)));
  expect(statesOf('RequestResponse')).toEqual(expect.arrayContaining(Object.values(answersNeeded)));
});
