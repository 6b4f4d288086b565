import { join } from 'node:path';

/** Where the demo keeps its registry and keys. */
export const demoFolder = (folder: string) => ({
  registry: join(folder, 'registry.yaml'),
  /** Private: signs passports. */
  gatewayKey: join(folder, 'keys', 'gateway.jwk'),
  /** Public JWKS, for the nations. */
  gatewayPublicKeys: join(folder, 'keys', 'gateway.jwks.json'),
  cursorKey: join(folder, 'keys', 'cursor.key'),
  pseudonymKeys: join(folder, 'keys', 'pseudonyms.json'),
  /** Private: signs the access tokens of one nation or organisation. */
  identityKey: (code: string) => join(folder, 'identity', `${code}.jwk`),
  /** Private: signs what a nation's own operator does. */
  operatorKey: (code: string) => join(folder, 'nations', code, 'operator.jwk'),
  /** What the nation is told of the registry. */
  nationRegistry: (code: string) => join(folder, 'nations', code, 'registry.json'),
});
