import { expect, it } from 'vitest';
import type { Profiler } from 'node:inspector';
import { printParts, profileParts } from './comparison/profileParts.ts';

const frame = (functionName: string, url = ''): Profiler.ProfileNode['callFrame'] => ({
  functionName,
  url,
  scriptId: '1',
  lineNumber: 0,
  columnNumber: 0,
});
const nodes: Profiler.ProfileNode[] = [
  { id: 1, callFrame: frame('(root)'), children: [2, 4, 6, 8, 9] },
  { id: 2, callFrame: frame('ask', 'file:///work/gateway/nations/exchange.ts'), children: [3] },
  { id: 3, callFrame: frame('dispatch', 'file:///work/node_modules/undici/lib/dispatcher/pool.js'), children: [7] },
  { id: 4, callFrame: frame('write', 'file:///work/gateway/audit/AccessLog.ts'), children: [5] },
  { id: 5, callFrame: frame('writeBuffer') },
  { id: 6, callFrame: frame('(garbage collector)') },
  { id: 7, callFrame: frame('writev') },
  { id: 8, callFrame: frame('(idle)') },
  { id: 9, callFrame: frame('runMicrotasks') },
];
const profile: Profiler.Profile = {
  nodes,
  startTime: 0,
  endTime: 1_000,
  samples: [2, 3, 7, 5, 6, 8, 9],
  timeDeltas: [10, 20, 300, 40, 5, 600, 1],
};

it('time counts for the part that asked for it, down to the system; waiting counts for none', () => {
  expect([...profileParts(profile)]).toEqual([
    ['undici, with its sockets', 320],
    ['access log', 40],
    ['gateway/nations', 10],
    ['collection', 5],
    ['the rest of Node', 1],
  ]);
});

it('parts are told a request, the small ones together', () => {
  expect(printParts(profileParts(profile), 10)).toBe(
    [
      'main thread               µs a request    %',
      'undici, with its sockets          32.0   85',
      'access log                         4.0   11',
      'gateway/nations                    1.0    3',
      'collection                         0.5    1',
      'others                             0.1    0',
      'all                               37.6  100',
      '',
    ].join('\n'),
  );
});
