import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import type { TestAlliance } from '../support/alliance/startTestAlliance.ts';
import type { OracleReader } from '../support/oracle/verdict.ts';

/** A reader of a test's alliance as the oracle sees one: by what the token says, and the pseudonyms that it asks for. */
export async function oracleReader(alliance: TestAlliance, reader: AllianceReader): Promise<OracleReader> {
  const pseudonyms = alliance.nations.map((nation) => `${nation}: pseudonym(towards: "${nation}")`);
  const { body, text } = await alliance.as(reader).ask(`{ viewer { ${pseudonyms.join(' ')} } }`);
  const { viewer } = (body.data ?? {}) as { viewer?: Readonly<Record<string, string>> };
  if (viewer === undefined) throw new TypeError(text);
  return {
    nation: reader.nation,
    nationality: reader.nationality ?? reader.nation,
    level: reader.level ?? 'NS',
    clearedUntil: reader.clearedUntil ?? Infinity,
    categories: reader.categories ?? ['coi:AGENCY'],
    roles: reader.roles ?? ['ANALYST'],
    aal: reader.aal ?? 3,
    pseudonym: (owner) => viewer[owner] ?? '',
  };
}
