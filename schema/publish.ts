import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { compose } from './compose.ts';
import { contractSdls } from './contractSdls.ts';
import { publishedSchema } from './publishedSchema.ts';

const composed = compose(contractSdls());
if ('problems' in composed) {
  for (const { rule, at, message } of composed.problems) process.stderr.write(`${at}: ${message} (${rule})\n`);
  process.exitCode = 1;
} else {
  writeFileSync(new URL('../schema.graphql', import.meta.url), publishedSchema(composed.supergraphSdl));
}
