import { isEnumType } from 'graphql';
import { roles } from '../label/clearance.ts';
import { sharingDomains } from '../label/domain.ts';
import { tlpColours } from '../label/label.ts';
import { isLevel, levels } from '../label/level.ts';
import { applied, texts } from './applied.ts';
import type { Contract, Finding, Rule } from './Contract.ts';

const terms: Readonly<Record<string, readonly string[]>> = {
  ClassificationLevel: levels,
  Tlp: tlpColours,
  Role: roles,
  SharingDomain: sharingDomains,
};

/** The contract and the label lattice have the same terms in the same order, and a floor is made of no others. */
export const latticeTerms: Rule = (contract) => [...enumFindings(contract), ...floorFindings(contract)];

const enumFindings = ({ schema }: Contract): readonly Finding[] =>
  Object.entries(terms).flatMap(([name, wanted]) => {
    const type = schema.getType(name);
    const values = isEnumType(type) ? type.getValues().map((value) => value.name) : [];
    if (values.join() === wanted.join()) return [];
    return [{ at: name, message: `has ${values.join(', ')}; schema/label has ${wanted.join(', ')}: make them equal` }];
  });

const floorFindings = ({ schema, fields, inputs }: Contract): readonly Finding[] => {
  const types = Object.values(schema.getTypeMap()).map((type) => ({ at: type.name, definition: type }));
  return [...types, ...fields, ...inputs].flatMap(({ at, definition }) =>
    applied(definition, 'classified').flatMap(({ level = 'NU', categories, roles: named }) => [
      ...(isLevel(level) ? [] : [{ at, message: `no such level: \`${String(level)}\`; use ${levels.join(', ')}` }]),
      ...texts(categories)
        .filter((category) => !/^(coi|cav):[A-Z0-9-]+$/.test(category))
        .map((category) => ({ at, message: `no such category: \`${category}\`; write \`coi:NAME\` or \`cav:NAME\`` })),
      ...texts(named)
        .filter((role) => !roles.some((known) => known === role))
        .map((role) => ({ at, message: `no such role: \`${role}\`; use ${roles.join(', ')}` })),
    ]),
  );
};
