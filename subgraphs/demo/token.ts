// `npm run token`: prints one access token of a demo identity provider.
import { readFileSync } from 'node:fs';
import { DemoError } from './DemoError.ts';
import { problemsText } from './identity/problemsText.ts';
import { signAccessToken } from './identity/signAccessToken.ts';
import { tokenRequest, type TokenRequest } from './identity/TokenRequest.ts';
import { readFlags } from './readFlags.ts';
import { demoFolder } from './registry/demoFolder.ts';
import { parseKey } from './registry/makeKey.ts';
import { readIssuers } from './registry/readIssuers.ts';

const usage = `usage: npm run --silent token -- --nation EST --level NS [--nationality EST] [--categories coi:A,cav:B]
  [--roles ANALYST,INCIDENT_COORDINATOR] [--aal 2] [--subject anna] [--expires-in 15m] [--clearance-expires 2027-01-01]
  [--signed-by LVA] [--data DIR]`;

const text = { type: 'string' } as const;
const options = {
  nation: text,
  level: text,
  nationality: text,
  categories: text,
  roles: text,
  aal: text,
  subject: text,
  'expires-in': text,
  'clearance-expires': text,
  'signed-by': text,
  data: { type: 'string', default: '.data' },
} as const;

try {
  const { request, folder } = readRequest(process.argv.slice(2));
  console.log(await sign(request, folder));
} catch (error) {
  if (!(error instanceof DemoError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

function readRequest(args: string[]): { request: TokenRequest; folder: string } {
  const flags = readFlags({ args, options }, usage).values;
  const list = (text: string | undefined): string[] | undefined => text?.split(',').filter((each) => each !== '');
  const request = tokenRequest.safeParse({
    nation: flags.nation,
    issuer: flags['signed-by'],
    level: flags.level,
    nationality: flags.nationality,
    categories: list(flags.categories),
    roles: list(flags.roles),
    aal: flags.aal === undefined ? undefined : Number(flags.aal),
    subject: flags.subject,
    expiresIn: flags['expires-in'],
    clearanceExpires: flags['clearance-expires'],
  });
  if (!request.success) throw new DemoError(`${problemsText(request.error)}\n${usage}`, 2);
  return { request: request.data, folder: flags.data };
}

async function sign(request: TokenRequest, folder: string): Promise<string> {
  const code = request.issuer ?? request.nation;
  const { audience, urls } = readIssuers(folder);
  const issuer = urls.get(code);
  if (issuer === undefined) throw new DemoError(`\`${code}\` has no identity provider in \`${folder}\``, 2);
  const key = parseKey(readFileSync(demoFolder(folder).identityKey(code), 'utf8'));
  return signAccessToken(request, { key, issuer, audience, now: Math.floor(Date.now() / 1000) });
}
