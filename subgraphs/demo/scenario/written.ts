import { DemoError } from '../DemoError.ts';
import type { Notes } from './Step.ts';
import type { Payload, Person } from './Person.ts';

/** The id of the record in a payload. */
export function idIn(payload: Payload, field: string): string {
  const record = payload[field];
  if (typeof record === 'object' && record !== null && 'id' in record && typeof record.id === 'string')
    return record.id;
  throw new DemoError(`the payload holds no \`${field}\``);
}

export function noted(notes: Notes, name: string): string {
  const id = notes.get(name);
  if (id === undefined) throw new DemoError(`the story has not come to \`${name}\` yet`);
  return id;
}

/** The version of a record as this person reads it now. */
export async function versionFor(person: Person, field: string, id: string): Promise<string> {
  const { found } = await person.ask(`query ($id: ID!) { found: ${field}(id: $id) { version } }`, { id });
  if (typeof found === 'object' && found !== null && 'version' in found) return String(found.version);
  throw new DemoError(`${person.name} does not see \`${id}\``);
}
