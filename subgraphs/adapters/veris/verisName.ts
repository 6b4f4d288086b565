import type { VerisReader } from './VerisReader.ts';
import { actionKinds } from './verisTerms.ts';

const longestVictim = 120;

/**
 * VERIS records bear no title. The name is made of the victim's name and of what was done, such as
 * `Universal Jobmatch: hacking (Exploit vuln)`. The summary takes no part: it may get a stricter label than the name.
 */
export function verisName(veris: VerisReader): string {
  const acted = new Set(veris.keys('action'));
  const actions = actionKinds
    .filter((kind) => acted.has(kind))
    .map((kind) => {
      const varieties = veris
        .texts(`action.${kind}.variety`)
        .filter((variety) => !['Unknown', 'Other'].includes(variety));
      return varieties.length === 0 ? kind : `${kind} (${varieties.slice(0, 2).join(', ')})`;
    });
  return `${victim(veris)}: ${actions.length === 0 ? 'unknown action' : actions.join(', ')}`;
}

function victim(veris: VerisReader): string {
  const name = veris.text('victim.victim_id')?.replaceAll(/\s+/g, ' ');
  if (name === undefined || /^(unknown|na)$/i.test(name)) return 'Unnamed victim';
  if (name.length <= longestVictim) return name;
  veris.note(`the name of the victim is cut at ${longestVictim} characters`);
  return `${name.slice(0, longestVictim).toWellFormed().trimEnd()}…`;
}
