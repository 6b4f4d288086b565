// The process of settingsIn.ts.
import { readSettings } from '../config/readSettings.ts';

process.send?.(await readSettings(String(process.argv[2])), () => process.exit());
