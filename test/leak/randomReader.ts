import { roles } from '../../schema/label/clearance.ts';
import type { Dice } from './Dice.ts';
import type { ReaderClaims } from './LeakCase.ts';
import { categories } from './randomRegistry.ts';
import type { Scene } from './Scene.ts';

const levels = ['NU', 'NR', 'NC', 'NS', 'CTS'];

/** A person whom their issuer may vouch for; claims beyond what it may vouch for are among theirs. */
export function randomReader(dice: Dice, { facts, now }: Scene, subject: number): ReaderClaims {
  const issuing = [...facts.bodies].filter(([, { vouches }]) => vouches !== null);
  const [nation, { vouches }] = dice.pick(issuing);
  const most = levels.indexOf(vouches?.level ?? 'NU');
  const level = dice.weighted([
    [1, 0],
    [3, 1],
    [3, 2],
    [4, 3],
    [3, 4],
  ] as const);
  return {
    sub: `person ${subject}`,
    nation,
    nationality:
      dice.percent(80) && vouches?.nationalities.includes(nation) ? nation : dice.pick(['EST', 'POL', 'USA']),
    clearance: levels[Math.min(level, most)] ?? 'NU',
    clearance_exp: Math.floor(now / 1000) + (dice.percent(94) ? 86_400 : -86_400),
    categories: dice.percent(30) ? categories : dice.some(categories),
    roles: dice.percent(25) ? ['SECURITY_OFFICER'] : dice.some(roles, 20),
    aal: dice.weighted([
      [5, 3],
      [3, 2],
      [2, 1],
    ] as const),
  };
}
