// The contract as it composes, loaded once for the tests that plan against it.
import { loadContract, type LoadedContract } from '../../gateway/federation/LoadedContract.ts';
import { compose } from '../../schema/compose.ts';
import { contractSdls, nationalDomains } from '../../schema/contractSdls.ts';

let loaded: LoadedContract | undefined;

export function ourContract(): LoadedContract {
  if (loaded) return loaded;
  const composed = compose(contractSdls());
  if ('problems' in composed) throw new TypeError(JSON.stringify(composed.problems));
  loaded = loadContract(composed.supergraphSdl, nationalDomains);
  return loaded;
}
