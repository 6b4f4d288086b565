// Loaded first of all in a thread that is to leak: puts one fault into the sources as they are read. The product itself
// has no place where a fault could be switched on.
import { registerHooks } from 'node:module';
import { readFrameFaults } from '../frames/readFrameFaults.ts';
import { planted, readFaults } from './readFaults.ts';

const root = new URL('../../../', import.meta.url).href;
const fault = [...readFaults(), ...readFrameFaults()].find(({ id }) => id === process.env['PLANTED_FAULT']);
if (fault === undefined) throw new TypeError(`there is no fault ${process.env['PLANTED_FAULT']}`);

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const file = url.startsWith(root) ? url.slice(root.length) : '';
    if (!fault.edits.some((edit) => edit.file === file)) return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    return { ...loaded, source: planted(fault, file, source) };
  },
});
