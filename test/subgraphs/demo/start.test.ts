import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { Command, run } from './Command.ts';

const start = 'subgraphs/demo/start.ts';
const nations = ['EST', 'LVA', 'POL'];

const answer = z.object({
  data: z.object({
    incidents: z.object({
      coverage: z.object({ asked: z.array(z.string()), unavailable: z.array(z.string()) }),
      edges: z.array(z.object({ node: z.object({ id: z.string(), owner: z.object({ code: z.string() }) }) })),
    }),
  }),
});
const health = z.object({ nations: z.record(z.string(), z.unknown()) });

let folder: string;
let demo: Command;
let url: string;
const port = 20_000 + (process.pid % 200) * 200;

const startDemo = (...more: string[]) =>
  new Command(start, ['--nations', nations.join(','), '--data', folder, ...more], { PORT: String(port) });

async function readyUrl(command: Command): Promise<string> {
  return (await command.line('ready')).replace(/^ready\s+/, '');
}

async function incidents() {
  const token = await run('subgraphs/demo/token.ts', [
    '--nation',
    'EST',
    '--level',
    'NS',
    '--aal',
    '2',
    '--data',
    folder,
  ]);
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.text.trim()}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      query: '{ incidents(first: 100) { coverage { asked unavailable } edges { node { id owner { code } } } } }',
    }),
  });
  const { data } = answer.parse(await response.json());
  return { ...data.incidents, owners: new Set(data.incidents.edges.map(({ node }) => node.owner.code)) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'demo-start-'));
  demo = startDemo();
  url = await readyUrl(demo);
});

afterAll(async () => {
  demo.signal('SIGTERM');
  await demo.ended;
  rmSync(folder, { recursive: true, force: true });
});

describe('a demo alliance of three nations', () => {
  it('is usable where it says it is, with every nation answering', async () => {
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(Object.keys(health.parse(await ready.json()).nations)).toEqual(expect.arrayContaining(nations));
  });

  it('holds incidents of every nation, and an Estonian analyst sees some', async () => {
    const { coverage, owners } = await incidents();
    expect(coverage).toEqual({ asked: nations, unavailable: [] });
    expect([...owners].sort()).toEqual(nations);
  });

  it('loses one nation and gets it back, while the others answer', async () => {
    await run('subgraphs/demo/nation.ts', ['stop', 'POL', '--data', folder]);
    const without = await incidents();
    expect(without.coverage).toEqual({ asked: nations, unavailable: ['POL'] });
    expect([...without.owners].sort()).toEqual(['EST', 'LVA']);
    await run('subgraphs/demo/nation.ts', ['start', 'POL', '--data', folder]);
    await expect.poll(async () => (await incidents()).coverage.unavailable, { timeout: 30_000 }).toEqual([]);
  });

  it('refuses a second demo on its folder, and one on its ports', async () => {
    const sameFolder = await startDemo().ended;
    expect(sameFolder.text).toContain('a demo already runs on');
    expect(sameFolder.code).toBe(1);
    const elsewhere = join(folder, 'other');
    const samePort = await run(start, ['--data', elsewhere], { PORT: String(port) });
    expect(samePort.text).toContain(`port ${port} is in use`);
    expect(samePort.code).toBe(1);
  });

  it('shows its keys and its whereabouts to its own user only', () => {
    const secrets = ['demo.json', 'keys/gateway.jwk', 'identity/EST.jwk', 'nations/EST/operator.jwk'];
    expect(secrets.filter((file) => (statSync(join(folder, file)).mode & 0o077) !== 0)).toEqual([]);
  });

  it('stops when told to, leaves nothing running, and comes back with the same records', async () => {
    const before = await incidents();
    demo.signal('SIGINT');
    const { code, text } = await demo.ended;
    expect(text).toMatch(/stopped\n$/);
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'demo.json')) || existsSync(join(folder, 'demo.lock'))).toBe(false);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
    demo = startDemo();
    url = await readyUrl(demo);
    expect((await incidents()).edges).toEqual(before.edges);
  });

  it('ends, and says why, when its gateway dies', async () => {
    const { gateway } = z
      .object({ gateway: z.object({ pid: z.number() }) })
      .parse(JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')));
    process.kill(gateway.pid, 'SIGKILL');
    const { code, text } = await demo.ended;
    expect(text).toContain('the gateway ended (SIGKILL)');
    expect(code).toBe(1);
    expect(existsSync(join(folder, 'demo.json'))).toBe(false);
  });
});

it.each([
  [['--nations', 'EST,ATL'], {}, '`ATL`'],
  [['--nation', 'EST'], {}, '--nation'],
  [[], { PORT: 'x' }, 'PORT: `x`'],
])('a start that cannot be followed, %j with %j, is refused before anything is made', async (args, env, message) => {
  const elsewhere = join(tmpdir(), `demo-refused-${process.pid}`);
  const { code, text } = await run(start, [...args, '--data', elsewhere], env);
  expect(text).toContain(message);
  expect(code).toBe(2);
  expect(existsSync(elsewhere)).toBe(false);
});
