import { expect, it } from 'vitest';
import { readContract } from '../../../gateway/contract/ContractModel.ts';
import { compose } from '../../../schema/compose.ts';
import { contractSdls, nationalDomains } from '../../../schema/contractSdls.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])';

/** Of our contract with one more central subgraph. */
function scalarsWith(sdl: string): ReadonlySet<string> {
  const composed = compose([...contractSdls(), { name: 'centre', national: false, sdl: `${link} ${sdl}` }]);
  if ('problems' in composed) throw new TypeError(JSON.stringify(composed.problems));
  return readContract(composed.supergraphSdl, nationalDomains).centralScalars;
}

it('a scalar is central that no nation has', () => {
  const own = scalarsWith('type Query { news: String }');
  expect(own.has('DateTime') || own.has('Long')).toBe(false);
  expect([...scalarsWith('scalar Stamp scalar Long type Query { news: Stamp rows: Long }').difference(own)]).toEqual([
    'Stamp',
  ]);
});
