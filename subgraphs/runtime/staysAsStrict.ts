import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { Directory } from '../../schema/label/directory.ts';
import { dominates } from '../../schema/label/dominates.ts';
import type { Domain } from '../../schema/label/domain.ts';
import type { Label, Names, unlabelled } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { isWithin } from '../../schema/label/names.ts';
import { resolve } from '../../schema/label/resolve.ts';

type AnyLabel = Label | typeof unlabelled;

/** A label, whose record it is on, and what kind of sharing that is part of. */
export interface Owned {
  readonly label: AnyLabel;
  readonly owner: string;
  readonly domain: Domain;
}

/** What labels mean to a nation, from a moment on. */
export interface Outlook {
  readonly registry: AllianceDocument;
  readonly directory: Directory;
  readonly now: number;
}

/**
 * Is the one label at least as strict as the other, now and whenever what they ask for changes: when a label gives way
 * to its successor, when an agreement that one of them names begins or ends? Of the other it is enough to be as strict
 * as it is then or as it is now: what may be known now is not made secret by waiting. Each means what it does in its own
 * domain. A name that means nothing to this nation may mean something to others, such as an agreement that it is not told
 * of: it counts as more than any other, and in another domain as more than the same name.
 */
export function staysAsStrict(one: Owned, other: Owned, { registry, directory, now }: Outlook): boolean {
  const at = ({ label, owner, domain }: Owned, moment: number) => resolve(label, owner, directory, domain, moment);
  const present = { ...other, label: withoutSuccessor(other.label, now) };
  const means = (name: string, moment: number) => directory.expand(name, one.domain, moment).length > 0;
  const isTold = (name: string) => registry.agreements.some(({ code }) => code === name);
  const alike = (names: Names) => (names === 'ALL' || one.domain === other.domain ? names : names.filter(isTold));
  return momentsFrom(now, registry, [one.label, other.label]).every((moment) => {
    const names = namesIn(one.label, moment);
    const dark = names === 'ALL' ? [] : names.filter((name) => !means(name, moment));
    return [other, present].some(
      (then) => dominates(at(one, moment), at(then, moment)) && isWithin(dark, alike(namesIn(then.label, moment))),
    );
  });
}

const namesIn = (label: AnyLabel, moment: number): Names =>
  label === 'UNLABELLED' ? [] : labelAt(label, moment).releasableTo;

function momentsFrom(now: number, { agreements }: AllianceDocument, labels: readonly AnyLabel[]): readonly number[] {
  const successions = labels.flatMap((label) => (label === 'UNLABELLED' ? [] : (label.succession?.at ?? [])));
  const changes = [...agreements.flatMap(({ from, until }) => [from, until ?? []].flat()), ...successions];
  return [now, ...new Set(changes.map((text) => Date.parse(text)).filter((moment) => moment > now))];
}

function withoutSuccessor(label: AnyLabel, now: number): AnyLabel {
  return label === 'UNLABELLED' ? label : { ...labelAt(label, now), succession: null };
}
