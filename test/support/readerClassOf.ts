import type { ReaderClass } from '../../gateway/operation/readerClass.ts';
import type { Aal, Role } from '../../schema/label/clearance.ts';
import type { Level } from '../../schema/label/level.ts';
import { ourContract } from './ourContract.ts';

/** What static floors look at. */
export interface Cleared {
  readonly level: Level;
  readonly categories?: readonly string[];
  readonly roles?: readonly Role[];
  readonly aal?: Aal;
}

export const readerClassOf = ({ level, categories = [], roles = [], aal = 3 }: Cleared): ReaderClass =>
  ourContract().classOf({
    nation: 'EST',
    nationality: 'EST',
    pseudonym: '',
    levels: {
      INCIDENTS: level,
      INDICATORS: level,
      CAPABILITIES: level,
      EXERCISES: level,
      LESSONS: level,
      CENTRAL: level,
    },
    lower: {},
    categories,
    roles,
    aal,
  });
