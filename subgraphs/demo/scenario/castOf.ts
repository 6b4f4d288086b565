import { Person, type PersonOptions } from './Person.ts';
import type { Cast } from './Step.ts';

/** Everybody in the story, each with a token of their own nation or organisation. */
export function castOf(place: Pick<PersonOptions, 'url' | 'folder'>): Cast {
  const person = (name: string, claims: PersonOptions['claims']): Person => new Person({ ...place, name, claims });
  const coordinator = (nation: string, name: string, level: 'NR' | 'NC' | 'NS'): Person =>
    person(name, {
      nation,
      level,
      aal: 2,
      categories: ['coi:AGENCY', 'coi:ICS'],
      roles: ['INCIDENT_COORDINATOR', 'CAPABILITY_MANAGER', 'EXERCISE_PLANNER'],
      subject: `${nation.toLowerCase()}-coordinator`,
    });
  return {
    est: coordinator('EST', 'Estonia, coordinator, NS', 'NS'),
    estOfficer: person('Estonia, security officer, NS', {
      nation: 'EST',
      level: 'NS',
      aal: 2,
      categories: ['coi:AGENCY'],
      roles: ['SECURITY_OFFICER'],
      subject: 'est-officer',
    }),
    lva: coordinator('LVA', 'Latvia, coordinator, NS', 'NS'),
    pol: coordinator('POL', 'Poland, coordinator, NS', 'NS'),
    deu: coordinator('DEU', 'Germany, coordinator, NC', 'NC'),
    usa: coordinator('USA', 'United States, coordinator, NS', 'NS'),
    eu: person('EU staff, analyst, NR', {
      nation: 'EU',
      nationality: 'FRA',
      level: 'NR',
      aal: 2,
      categories: ['coi:AGENCY'],
      roles: ['ANALYST'],
      subject: 'eu-analyst',
    }),
    control: person('Poland, exercise control, NS', {
      nation: 'POL',
      level: 'NS',
      aal: 2,
      categories: ['coi:AGENCY', 'coi:EXCON'],
      roles: ['EXERCISE_CONTROL', 'EXERCISE_PLANNER'],
      subject: 'pol-control',
    }),
  };
}
