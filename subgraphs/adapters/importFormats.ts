import { recordKinds } from '../../schema/id.ts';
import type { ImportFormat } from './ImportFormat.ts';
import { verisTechniques } from './veris/verisTechniques.ts';
import { verisKey, verisToIncident } from './veris/verisToIncident.ts';

/** Every format that can be imported, by the name that `--format` takes. */
export const importFormats: ReadonlyMap<string, ImportFormat> = new Map<string, ImportFormat>([
  ['veris', { kind: recordKinds.incident, key: verisKey, convert: verisToIncident, techniques: verisTechniques }],
]);
