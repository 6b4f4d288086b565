import { describe, expect, it } from 'vitest';

import { DemoError } from '../../../subgraphs/demo/DemoError.ts';
import { parseStartOptions } from '../../../subgraphs/demo/parseStartOptions.ts';

const members = ['CAN', 'DEU', 'EST', 'FRA', 'GBR', 'LVA', 'POL', 'ROU', 'USA'];
const parse = (argv: string[], port?: string) => parseStartOptions(argv, port, members);

function refusal(argv: string[], port?: string): string {
  try {
    parse(argv, port);
  } catch (error) {
    if (error instanceof DemoError && error.exitCode === 2) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

describe('npm start', () => {
  it('brings up eight nations under .data at port 4000 when nothing is said', () => {
    expect(parse([])).toEqual({
      nations: ['CAN', 'DEU', 'EST', 'FRA', 'GBR', 'LVA', 'POL', 'USA'],
      dataFolder: '.data',
      port: 4000,
      generated: true,
    });
  });

  it('takes the nations in any order and case, each once', () => {
    expect(parse(['--nations', 'pol,EST, lva,EST']).nations).toEqual(['EST', 'LVA', 'POL']);
    expect(parse(['--nations', 'all']).nations).toEqual(members);
  });

  it('takes folder, port and --empty', () => {
    expect(parse(['--data', '/tmp/x', '--empty'], '5000')).toMatchObject({
      dataFolder: '/tmp/x',
      port: 5000,
      generated: false,
    });
  });

  it.each([
    [['--nations', 'EST,ATL'], undefined, '--nations: no member nation has the code `ATL`'],
    [['--nations', ''], undefined, '--nations: no member nation has the code ``'],
    [['--nation', 'EST'], undefined, "Unknown option '--nation'"],
    [['EST'], undefined, 'Unexpected argument'],
    [['--data', ''], undefined, '--data: give the folder'],
    [[], 'abc', 'PORT: `abc` is not a port'],
    [[], '0', 'PORT: `0` is not a port'],
    [[], '65500', 'PORT: `65500` is not a port between 1 and 65400'],
    [[], '', 'PORT: `` is not a port'],
    [[], '6000', 'PORT: `6000` would use port 6000, which no browser connects to'],
    [[], '4044', 'PORT: `4044` would use port 4045'],
  ])('refuses %j with PORT %s and says why', (argv, port, message) => {
    expect(refusal(argv, port)).toContain(message);
  });
});
