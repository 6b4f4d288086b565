import { z } from 'zod';
import { agreementKinds } from '../../schema/alliance/AllianceDocument.ts';
import { roles } from '../../schema/label/clearance.ts';
import { sharingDomains } from '../../schema/label/domain.ts';
import { categoryPattern, codePattern } from '../../schema/label/labelProblem.ts';
import { levels } from '../../schema/label/level.ts';
import { tokenAlgorithms } from './Registry.ts';

/** Words of the marking text and the owner of central records. */
const reservedNames = new Set(['ALL', 'NOBODY', 'ALLIANCE', 'UNLABELLED', 'THEN']);

const text = z.string().trim().min(1, 'is empty: write something, or take the key out').max(500);
const nationCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'is not a nation code: use ISO 3166-1 alpha-3, such as `EST`')
  .refine((code) => code !== 'XXX', '`XXX` stands for an unknown nationality and can be nobody');
const name = z
  .string()
  .regex(codePattern, 'is not a code: use capital letters, digits and single hyphens')
  .max(16, 'is longer than 16 characters')
  .refine((code) => !reservedNames.has(code), 'is a reserved word: choose another code');
const category = z.string().regex(categoryPattern, 'is not a category: use `coi:` or `cav:` and a name in capitals');
const instant = z.iso.datetime({ error: 'is not a time in UTC: write it as `2024-01-01T00:00:00.000Z`' });
const url = z
  .url({ protocol: /^https?$/, error: 'is not a URL that begins with http:// or https://' })
  .refine((text) => !/[@#]/.test(text), 'holds a name, password or fragment: take it out');
const level = z.enum(levels);
const marking = text;

const algorithm = z
  .string()
  .refine((name) => !name.startsWith('HS') && name !== 'none', 'is not a public key signature: use EdDSA or ES256')
  .pipe(z.enum(tokenAlgorithms));

const issuer = z.strictObject({
  url,
  jwks: url,
  algorithms: z.array(algorithm).min(1, 'is empty: name the algorithms that its tokens are signed with'),
  demo: z.boolean().default(false),
  vouches: z.strictObject({
    nationalities: z.array(nationCode),
    level,
    categories: z.array(category),
    roles: z.array(z.enum(roles)),
    aal: z.literal([1, 2, 3]),
  }),
});

const contact = z.strictObject({
  function: text,
  hours: text.nullish(),
  email: text.nullish(),
  telephone: text.nullish(),
  marking,
});

const nation = z.strictObject({
  name: text,
  member: z.boolean().default(true),
  agency: z
    .strictObject({ name: text, constituency: text.nullish(), contacts: z.array(contact).default([]) })
    .nullish(),
  endpoint: url.nullish(),
  ceiling: level,
  issuer: issuer.nullish(),
});

const organisation = z.strictObject({
  name: text,
  ceiling: level.optional(),
  issuer: issuer.nullish(),
  subgraph: z.strictObject({ endpoint: url, schema: text }).nullish(),
});
const coalition = z.strictObject({ name: text, members: z.array(z.string()).min(1, 'is empty: name its members') });

const agreement = z.strictObject({
  id: z
    .string()
    .regex(/^ALLIANCE:g:[0-9a-z]{16,40}$/, 'is not the id of an agreement: `ALLIANCE:g:` and 26 characters'),
  code: name,
  title: text,
  kind: z.enum(agreementKinds),
  parties: z.array(z.string()).min(1, 'is empty: name its parties'),
  ceiling: level,
  covers: z.array(z.enum(sharingDomains)).min(1, 'is empty: name what the parties share'),
  from: instant,
  until: instant.nullable(),
  marking,
});

/** The registry as it is written, each part valid by itself. How the parts fit together is checkRegistry.ts. */
export const registryFile = z.strictObject({
  version: z.int().positive(),
  demo: z.boolean().default(false),
  gateway: z.strictObject({ issuer: url, audience: text, signingKey: text, cursorKey: text, pseudonymKeys: text }),
  nations: z.record(nationCode, nation),
  organisations: z.record(name, organisation).default({}),
  coalitions: z.record(name, coalition).default({}),
  agreements: z.array(agreement).default([]),
});
export type RegistryFile = z.infer<typeof registryFile>;
