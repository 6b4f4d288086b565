import { admits, sorted } from '../../schema/label/names.ts';
import { WriteRefused } from '../errors.ts';
import type { Writing } from './Writing.ts';

/**
 * The nations and organisations that these names stand for, the own one left out: each must be one that the label
 * lets in. Agreements are no names here: that there is one is not for everybody to know.
 */
export function addressees(
  writing: Writing,
  names: readonly string[],
  path: readonly string[],
  { typeName, label }: { readonly typeName: string; readonly label: string },
): readonly string[] {
  const { registry, nation } = writing;
  const bodies = new Map([
    ...[...registry.nations, ...registry.organisations].map(({ code }) => [code, [code]] as const),
    ...registry.coalitions.map(({ code, members }) => [code, members] as const),
  ]);
  const odd = names.find((name) => !bodies.has(name));
  if (odd !== undefined) throw new WriteRefused('INVALID', `\`${odd}\` is no nation, organisation or coalition`, path);
  const codes = sorted(names.flatMap((name) => bodies.get(name) ?? []).filter((code) => code !== nation));
  if (codes.length === 0) throw new WriteRefused('INVALID', 'somebody else must be named', path);
  const letIn = writing.bodiesLetIn(typeName, label);
  const outside = codes.find((code) => !admits(letIn, code));
  if (outside === undefined) return codes;
  throw new WriteRefused('LABEL_NOT_ALLOWED', `the label does not let \`${outside}\` in`, path);
}
