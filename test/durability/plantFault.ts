// Loaded first of all in a subgraph that is to be wrong. The product has no place where a fault could be switched on.
import { registerHooks } from 'node:module';
import { faults, recallFaults } from './faults.ts';

const root = new URL('../../', import.meta.url).href;
const fault = { ...faults, ...recallFaults }[process.env['PLANTED_FAULT'] ?? ''];
if (fault === undefined) throw new TypeError(`there is no fault ${process.env['PLANTED_FAULT']}`);

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (url !== `${root}${fault.file}`) return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    if (!source.includes(fault.find)) throw new TypeError(`\`${fault.find}\` is not in ${fault.file}`);
    return { ...loaded, source: source.replace(fault.find, fault.replace) };
  },
});
