import type { Sector } from '../../incidents/records.ts';

/**
 * NAICS code (two to six digits; the longest prefix decides) to a sector of NIS2. A code that is in no row is
 * a trade outside the annexes of NIS2: OTHER. Codes that begin with 00 say that the trade is not known: no sector.
 */
export function naicsSector(code: string): Sector | null {
  for (let length = code.length; length >= 2; length -= 1) {
    const sector = sectors.get(code.slice(0, length));
    if (sector !== undefined) return sector;
  }
  return 'OTHER';
}

const sectors: ReadonlyMap<string, Sector | null> = new Map<string, Sector | null>([
  ['00', null],
  ['11', 'FOOD'],
  ['211', 'ENERGY'],
  ['213111', 'ENERGY'],
  ['213112', 'ENERGY'],
  ['2211', 'ENERGY'],
  ['2212', 'ENERGY'],
  ['22131', 'DRINKING_WATER'],
  ['22132', 'WASTE_WATER'],
  ['22133', 'ENERGY'],
  ['31', 'MANUFACTURING'],
  ['311', 'FOOD'],
  ['312', 'FOOD'],
  ['32', 'MANUFACTURING'],
  ['324', 'ENERGY'],
  ['325', 'CHEMICALS'],
  ['3254', 'HEALTH'],
  ['33', 'MANUFACTURING'],
  ['332992', 'DEFENCE'],
  ['332993', 'DEFENCE'],
  ['332994', 'DEFENCE'],
  ['336414', 'SPACE'],
  ['336992', 'DEFENCE'],
  ['4242', 'HEALTH'],
  ['4244', 'FOOD'],
  ['4246', 'CHEMICALS'],
  ['4247', 'ENERGY'],
  ['44611', 'HEALTH'],
  ['48', 'TRANSPORT'],
  ['486', 'ENERGY'],
  ['491', 'POSTAL'],
  ['492', 'POSTAL'],
  ['48-49', 'TRANSPORT'],
  ['5112', 'ICT_SERVICES'],
  ['517', 'DIGITAL_INFRASTRUCTURE'],
  ['518', 'DIGITAL_INFRASTRUCTURE'],
  ['51611', 'DIGITAL_PROVIDERS'],
  ['51913', 'DIGITAL_PROVIDERS'],
  ['521', 'BANKING'],
  ['522', 'BANKING'],
  ['523', 'FINANCIAL_MARKETS'],
  ['5415', 'ICT_SERVICES'],
  ['5417', 'RESEARCH'],
  ['562', 'WASTE_MANAGEMENT'],
  ['62', 'HEALTH'],
  ['624', 'OTHER'],
  ['92', 'PUBLIC_ADMINISTRATION'],
  ['927', 'SPACE'],
  ['92811', 'DEFENCE'],
]);
