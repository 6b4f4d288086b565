import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../../subgraphs/demo/Command.ts';
import { startWorkers, type Workers } from './startWorkers.ts';

const names = '{ nations { name } }';
const slow = '{ incidents { edges { node { id } } } }';
const patiently = { timeout: 60_000 };

describe.each([1, 2])('a gateway of %i workers', (size) => {
  let gateway: Workers;
  beforeAll(async () => {
    gateway = await startWorkers(size);
  });
  afterAll(() => gateway.stop());
  const said = (words: string): number => gateway.command.text.split(words).length - 1;

  it('is ready once, at one address, when all of them are', async () => {
    expect(said('gateway ready at')).toBe(1);
    expect(new Set(gateway.workers()).size).toBe(size);
    expect(await gateway.ask(names)).toMatchObject({ status: 200 });
  });

  it('H06: the registry is read anew under load: no request fails, and each is answered by the old one or by the new', async () => {
    const end = gateway.load(names);
    for (const [before, after] of [
      ['name: Estonia', 'name: Eesti'],
      ['name: Eesti', 'name: Estonia'],
    ] as const) {
      const times = said('the registry was read anew');
      await gateway.rewrite((text) => text.replace(before, after));
      gateway.command.signal('SIGHUP');
      await expect.poll(() => said('the registry was read anew'), patiently).toBe(times + 1);
      expect((await gateway.ask(names)).text).toContain(after.slice('name: '.length));
    }
    const told = await end();
    expect(told.filter(({ status }) => status !== 200)).toEqual([]);
    expect(told.filter(({ text }) => !/"(Estonia|Eesti)"/.test(text))).toEqual([]);
    expect(new Set(gateway.workers()).size).toBe(3 * size);
  });

  it('goes on as it is where the new registry is broken, and says at which line', async () => {
    const before = gateway.workers();
    await gateway.rewrite((text) => text.replace('name: Estonia', 'nome: Estonia'));
    onTestFinished(() => gateway.rewrite((text) => text.replace('nome: Estonia', 'name: Estonia')));
    gateway.command.signal('SIGHUP');
    await expect.poll(() => said('the registry was not read anew'), patiently).toBe(1);
    expect(gateway.command.text).toMatch(/registry\.yaml:\d+ nations\.EST/);
    expect(gateway.workers()).toEqual(before);
    expect((await gateway.ask(names)).text).toContain('"Estonia"');
  });

  it('has a successor for a worker that dies, with the registry that was read last and not the one that lies there', async () => {
    await gateway.rewrite((text) => text.replace('name: Estonia', 'nome: Estonia'));
    const before = gateway.workers();
    process.kill(before.at(-1) ?? 0, 'SIGKILL');
    await expect.poll(() => gateway.workers().length, patiently).toBe(before.length + 1);
    expect(said('a worker died and is replaced')).toBe(1);
    for (let time = 0; time < 4; time++) expect((await gateway.ask(names)).text).toContain('"Estonia"');
  });

  it('H07: told to end, answers what is under way, takes nothing new, and leaves no process behind', async () => {
    const underWay = Promise.all(Array.from({ length: 4 }, () => gateway.ask(slow)));
    await new Promise((resolve) => setTimeout(resolve, 200));
    gateway.command.signal('SIGTERM');
    gateway.command.signal('SIGINT');
    expect((await underWay).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await gateway.command.ended).code).toBe(0);
    expect(await gateway.ask(names)).toMatchObject({ status: 0 });
    const alive = gateway.workers().filter((pid) => isAlive(pid));
    expect(alive).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a gateway that cannot start says why', () => {
  const registry = 'no/registry.yaml';

  it.each([
    [[], 'usage: npm run gateway'],
    [['--config', registry], `\`${registry}\` cannot be read`],
    [['--config', registry, '--workers', '0'], '--workers is `0`: set it to a number from 1 to 64'],
    [['--config', registry, '--workers', 'all'], '--workers is `all`'],
    [['--config', registry, '--colour', 'red'], "Unknown option '--colour'"],
  ])('%j', async (args, message) => {
    const { code, text } = await run('gateway/main.ts', args);
    expect(text).toContain(message);
    expect(code).toBe(1);
  });

  it('where its port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const other = await startWorkers(1);
    onTestFinished(() => other.stop());
    const { code, text } = await run('gateway/main.ts', ['--config', other.file, '--workers', '2'], {
      PORT: String(port),
    });
    expect(text).toContain(`port ${port} is in use: stop what listens there, or set PORT`);
    expect(code).toBe(1);
  });
});
