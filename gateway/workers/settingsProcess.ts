// The process of settingsIn.ts.
import { readSettings } from '../config/readSettings.ts';
import { firstMessage } from './firstMessage.ts';

process.send?.(await readSettings(String(await firstMessage())), () => process.exit());
