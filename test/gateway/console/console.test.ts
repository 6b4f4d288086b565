import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import fastify from 'fastify';
import { chromium, type Browser, type Page, type Request } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { registerConsole } from '../../../gateway/console/registerConsole.ts';
import { startConsole, type RunningConsole } from './startConsole.ts';

const executablePath = '/usr/bin/chromium';
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!existsSync(executablePath))('the first page in a browser', () => {
  let dist: string;
  let running: RunningConsole;
  let browser: Browser;

  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), 'console-'));
    const root = fileURLToPath(new URL('../../../gateway/console', import.meta.url));
    await build({ root, logLevel: 'warn', build: { outDir: dist, emptyOutDir: true } });
    running = await startConsole(dist);
    browser = await chromium.launch({ executablePath, args: quiet });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await running?.stop();
    if (dist) await rm(dist, { recursive: true, force: true });
  });

  /** A fresh page that has shown its first answer, and what went wrong on it so far. */
  async function openPage(
    colorScheme: 'light' | 'dark' = 'light',
    onRequest: (request: Request) => void = () => {},
  ): Promise<{ page: Page; wrong: string[] }> {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 900 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.origin !== new URL(running.url).origin) wrong.push(`asks ${request.url()}`);
    });
    page.on('request', onRequest);
    page.on('response', (response) => {
      if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(running.url);
    await expectAnswer(page, /"incidents"/);
    return { page, wrong };
  }

  const answerOf = (page: Page) => page.locator('.graphiql-response .view-lines');

  /** The editor draws only the lines in sight, with hard spaces, and wraps them. */
  const shown = async (page: Page): Promise<string> =>
    (await answerOf(page).allTextContents()).join('').replaceAll(/\s+/g, ' ');
  const patience = { timeout: 15_000 };
  async function expectAnswer(page: Page, text: RegExp): Promise<void> {
    await expect.poll(() => shown(page), patience).toMatch(text);
  }

  async function readAs(page: Page, name: string): Promise<void> {
    await page.getByRole('radio', { name }).check({ force: true });
  }

  const runExample = (page: Page, title: string) => page.getByRole('button', { name: title }).click();

  it('shows a reader rows at once, with no error, no refused resource and no request elsewhere', async () => {
    const { page, wrong } = await openPage();
    await expectAnswer(page, /"name"/);
    await expect
      .poll(
        () =>
          page
            .workers()
            .map((worker) => new URL(worker.url()).pathname)
            .join(' '),
        patience,
      )
      .toMatch(/graphql\.worker/);
    await page.mouse.move(400, 500);
    await page.waitForTimeout(500);
    expect(wrong).toEqual([]);
  });

  it('asks once for each choice', async () => {
    const sent: string[] = [];
    const { page } = await openPage('light', (request) => sent.push(request.postData() ?? ''));
    await page.waitForTimeout(500);
    expect(sent.filter((body) => body.includes('IntrospectionQuery'))).toHaveLength(1);
    expect(sent.filter((body) => body.includes('query Board'))).toHaveLength(1);
  });

  it('asks again as the next reader, who sees something else', async () => {
    const { page, wrong } = await openPage();
    await runExample(page, 'The situation in numbers');
    await expectAnswer(page, /"bySeverity"/);
    const analyst = await shown(page);
    await readAs(page, 'American planner');
    await expect.poll(() => shown(page), patience).not.toBe(analyst);
    await expectAnswer(page, /"bySeverity"/);
    expect(wrong).toEqual([]);
  });

  it('keeps the incident asked for when the reader changes', async () => {
    const { page } = await openPage();
    await readAs(page, 'American planner');
    await runExample(page, 'One incident in full');
    await expectAnswer(page, /"incident":.*"banner"/);
    await readAs(page, 'Polish analyst, expired');
    await expectAnswer(page, /"incident":\snull/);
  });

  it('tells a reader who they are to the alliance', async () => {
    const { page } = await openPage();
    await readAs(page, 'Canadian policy officer');
    await runExample(page, 'Who am I?');
    await expectAnswer(page, /"CAN"/);
  });

  async function sendMutation(page: Page): Promise<void> {
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('mutation Odd { setReadiness(input: { id: "x" }) { problems { code } } }');
    await page.keyboard.press('Control+Enter');
  }

  it('never sends a mutation again, and shows its answer to no other reader', async () => {
    const { page } = await openPage();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.postData() ?? ''));
    await sendMutation(page);
    await expectAnswer(page, /"errors"/);
    await readAs(page, 'EU staff officer');
    await expect.poll(() => sent.filter((body) => body.includes('IntrospectionQuery')).length, patience).toBe(1);
    expect(await shown(page)).toBe('');
    expect(sent.filter((body) => body.includes('mutation Odd'))).toHaveLength(1);
  });

  it('shows no answer that comes after its reader has gone', async () => {
    const { page } = await openPage();
    const gone = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('mutation Odd')) await gone.promise;
      await route.continue();
    });
    await sendMutation(page);
    await readAs(page, 'EU staff officer');
    await page.getByRole('status').filter({ hasText: 'EU staff officer' }).waitFor();
    gone.resolve();
    await expectAnswer(page, /the reader changed before the answer came/);
    expect(await shown(page)).not.toContain('locations');
  });

  it('takes a token from whoever has one where there is no demo', async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    await registerConsole(app, { demo: false, identityUrl: null, dist });
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const bearers: (string | undefined)[] = [];
    page.on('request', (request) => bearers.push(request.headers()['authorization']));
    await page.goto(await app.listen({ port: 0, host: '127.0.0.1' }));
    await page.getByLabel('Your access token').fill('a.b.c');
    await page.getByRole('button', { name: 'Read with it' }).click();
    await expect.poll(() => bearers, patience).toContain('Bearer a.b.c');
    expect(await page.getByText('Demonstration').isVisible()).toBe(false);
  });

  it('can be used from the keyboard alone', async () => {
    const { page } = await openPage();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: 'Latvian coordinator' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expectAnswer(page, /"viewer"/);
  });

  it('opens the documentation and the settings without breaking its policy', async () => {
    const { page, wrong } = await openPage('dark');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('Root Types').waitFor();
    await page.getByRole('button', { name: 'Open settings dialog' }).click();
    await page.getByText('Clear storage').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Prettify query' }).click();
    await page.waitForTimeout(500);
    expect(wrong).toEqual([]);
  });
});
