import { contractSdls } from '../../../schema/contractSdls.ts';
import type { SubgraphSdl } from '../../../schema/contractSdls.ts';

/** The real contract with changes in the form of slips.yaml; throws if a place does not occur exactly once. */
export function changeContract(changes: Readonly<Record<string, string>>): readonly SubgraphSdl[] {
  const sdls = contractSdls();
  const unknown = Object.keys(changes).filter((name) => name !== 'all' && sdls.every((sdl) => sdl.name !== name));
  if (unknown.length > 0) throw new Error(`there is no subgraph \`${unknown.join()}\``);
  return sdls.map((subgraph) => {
    const diffs = Object.entries(changes).filter(([name]) => name === subgraph.name || name === 'all');
    return { ...subgraph, sdl: diffs.reduce((sdl, [, diff]) => changeText(sdl, diff), subgraph.sdl) };
  });
}

const changeText = (text: string, diff: string): string =>
  diff.split('@@\n').reduce((changed, hunk) => changePlace(changed, hunk.trimEnd().split('\n')), text);

function changePlace(text: string, hunk: readonly string[]): string {
  const before = linesOf(hunk, '-');
  const parts = `\n${text}`.split(`\n${before}\n`);
  if (parts.length !== 2) throw new Error(`occurs ${parts.length - 1} times: ${before}`);
  return parts.join(`\n${linesOf(hunk, '+')}\n`);
}

const linesOf = (hunk: readonly string[], sign: '+' | '-'): string =>
  hunk
    .filter((line) => line.startsWith(' ') || line.startsWith(sign))
    .map((line) => line.slice(1))
    .join('\n');
