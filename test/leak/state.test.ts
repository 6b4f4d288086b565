import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dice } from './Dice.ts';
import { LocalGateway, type WireAnswer } from './LocalGateway.ts';
import { randomAlliance, randomOperations, systemOver, type Question } from './TestScene.ts';

const seed = Math.floor(Date.now() / 86_400_000);
const world = randomAlliance(seed, 8);

let gateway: LocalGateway;
let questions: readonly Question[];
let answers: readonly WireAnswer[];

/** Few operations and many readers: whatever one leaves behind, another comes across. */
beforeAll(async () => {
  gateway = await LocalGateway.start();
  const operations = randomOperations(gateway, world, 25);
  questions = new Dice(seed).times(400, () => ({
    reader: world.dice.pick(world.readers),
    operation: world.dice.pick(operations),
  }));
  answers = await askInTurn(questions);
});

afterAll(() => gateway?.stop());

async function askInTurn(asked: readonly Question[]): Promise<WireAnswer[]> {
  const system = await systemOver(gateway, world.alliance);
  const got: WireAnswer[] = [];
  for (const { reader, operation } of asked) got.push(await system.ask(reader, operation));
  return got;
}

describe(`readers who share a gateway (seed ${seed})`, () => {
  it('get different answers to the same operations', () => {
    expect(new Set(answers.map(({ body }) => body)).size).toBeGreaterThan(50);
  });

  it('get what they got before, whoever asks in between', async () => {
    const backwards = await askInTurn(questions.toReversed());
    expect(backwards.reverse()).toEqual(answers);
  });

  it('get in parallel what they get one after the other', async () => {
    const system = await systemOver(gateway, world.alliance);
    const got: WireAnswer[] = [];
    for (let from = 0; from < questions.length; from += 40) {
      const some = questions.slice(from, from + 40);
      got.push(...(await Promise.all(some.map(({ reader, operation }) => system.ask(reader, operation)))));
    }
    expect(got).toEqual(answers);
  });

  it('get what a gateway answers that has never answered anybody', async () => {
    for (const index of [0, 100, 200, 300, 399]) {
      const question = questions[index];
      if (question === undefined) throw new TypeError('too few questions');
      const fresh = await LocalGateway.start();
      const system = await systemOver(fresh, world.alliance);
      expect(await system.ask(question.reader, question.operation)).toEqual(answers[index]);
      await fresh.stop();
    }
  });
});
