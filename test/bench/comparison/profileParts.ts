import type { Profiler } from 'node:inspector';
import { table } from '../figures.ts';

/** Whose a frame is: that of the first rule that its script meets. Other frames count for whoever called them. */
const rules: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/\/gateway\/audit\//, () => 'access log'],
  [/\/node_modules\/undici\//, () => 'undici, with its sockets'],
  [/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//, ([, name = '']) => name],
  [/\/gateway\/(?:(\w+)\/)?[\w.]+$/, ([, folder]) => `gateway${folder === undefined ? '' : `/${folder}`}`],
  [/\/schema\//, () => 'schema'],
  [/^node:_http/, () => 'node:http, with its sockets'],
];
/** Nobody's work: waiting, and the profiler itself. */
const isLeft = ({ functionName, url }: Profiler.ProfileNode['callFrame']): boolean =>
  functionName === '(idle)' || url.startsWith('node:inspector');

/** Microseconds of the main thread by part, most first. */
export function profileParts({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const partOf = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at)) {
      const { functionName = '', url = '' } = byId.get(at)?.callFrame ?? {};
      if (functionName === '(garbage collector)') return 'collection';
      for (const [pattern, name] of rules) {
        const found = pattern.exec(url);
        if (found) return name(found);
      }
    }
    return 'the rest of Node';
  };
  const parts = new Map<string, number>();
  for (const [place, id] of samples.entries()) {
    const node = byId.get(id);
    if (!node || isLeft(node.callFrame)) continue;
    const part = partOf(id);
    parts.set(part, (parts.get(part) ?? 0) + (timeDeltas[place] ?? 0));
  }
  return new Map([...parts].toSorted(([, one], [, other]) => other - one));
}

/** Parts below a hundredth are one. */
export function printParts(parts: ReadonlyMap<string, number>, requests: number): string {
  const whole = [...parts.values()].reduce((sum, time) => sum + time, 0);
  const large = [...parts].filter(([, time]) => time >= whole / 100);
  const others = whole - large.reduce((sum, [, time]) => sum + time, 0);
  return table(
    ['main thread', 'µs a request', '%'],
    [...large, ['others', others] as const, ['all', whole] as const].map(([part, time]) => [
      part,
      (time / requests).toFixed(1),
      ((time / whole) * 100).toFixed(0),
    ]),
  );
}
