import { sorted } from '../../schema/label/names.ts';
import type { Label, Names, Tlp } from '../../schema/label/label.ts';
import { labelProblem } from '../../schema/label/labelProblem.ts';
import { labelText } from '../../schema/label/marking.ts';
import { tlpColours } from '../../schema/label/label.ts';
import type { Dice } from './Dice.ts';
import { categories } from './randomRegistry.ts';

/** Whom the labels of an alliance can speak of. */
export interface LabelWords {
  /** Nations and organisations. */
  readonly bodies: readonly string[];
  /** Coalitions, agreements and a name that stands for nobody. */
  readonly groups: readonly string[];
  /** Pseudonyms of readers towards the owner. */
  persons(owner: string): readonly string[];
  readonly now: number;
}

const hour = 3_600_000;

/** The text of a label that the policy allows. */
export function randomLabel(dice: Dice, owner: string, words: LabelWords): string {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const plain = draw(dice, owner, words);
    const succession = dice.percent(10)
      ? { at: new Date(words.now + dice.pick([-hour, 0, hour])).toISOString(), label: draw(dice, owner, words) }
      : null;
    const label: Label = { ...plain, succession };
    if (labelProblem(label) === null) return labelText(label);
  }
  return `NR REL TO ${sorted([owner, 'NATO']).join()} ORIGINATOR ${owner} CREATED 2025-01-01`;
}

function draw(dice: Dice, owner: string, words: LabelWords): Label {
  const { bodies, groups } = words;
  const everybody = dice.percent(4);
  const tlp: Tlp | null = everybody ? 'CLEAR' : dice.percent(30) ? dice.pick(tlpColours) : null;
  const originators = dice.weighted([
    [17, [owner]],
    [2, [owner, dice.pick(bodies)]],
    [1, [dice.pick(bodies)]],
  ]);
  return {
    level: everybody
      ? 'NU'
      : dice.weighted([
          [3, 'NU'],
          [6, 'NR'],
          [5, 'NC'],
          [5, 'NS'],
          [2, 'CTS'],
        ] as const),
    releasableTo: everybody ? 'ALL' : audience(dice, owner, bodies, groups),
    eyesOnly: dice.percent(8) ? sorted(dice.some(bodies.filter((code) => code.length === 3))) : 'ALL',
    recipients: tlp === 'RED' ? sorted(dice.some(words.persons(owner))) : 'ALL',
    allOf: dice.percent(14) ? [dice.pick(categories)] : [],
    anyOf: dice.percent(8) ? [sorted([dice.pick(categories), dice.pick(categories)])] : [],
    tlp,
    orcon: dice.percent(7) ? sorted(dice.some(originators)) : [],
    originators: sorted(originators),
    originatorMarking: dice.percent(5) ? 'GEHEIM – "ä" | (x)' : null,
    info: dice.percent(5) ? ['PAP:RED'] : [],
    createdOn: dice.pick(['2025-01-01', '2026-02-02']),
    reviewAt: dice.percent(5) ? '2027-01-01T00:00:00.000Z' : null,
    succession: null,
  };
}

const audience = (dice: Dice, owner: string, bodies: readonly string[], groups: readonly string[]): Names =>
  sorted(
    dice.weighted([
      [8, [owner, 'NATO']],
      [5, [owner, ...dice.some(bodies)]],
      [3, [owner, dice.pick(groups)]],
      [2, [owner]],
      [1, dice.some(bodies, 30)],
    ]),
  );
