import process from 'node:process';
import { UsageError } from '../errors.ts';
import { importCommand } from './importCommand.ts';
import type { ImportSummary } from './importFiles.ts';
import { importUsage, parseImportOptions } from './importOptions.ts';

// `npm run import`: exit code 0 when everything is in, 1 when something was rejected or the nation stopped answering,
// 2 when the command itself is wrong.
const options = parseImportOptions(process.argv.slice(2));
if ('problem' in options) {
  process.stderr.write(`${options.problem}\n${importUsage}\n`);
  process.exitCode = 2;
} else {
  try {
    const summary = await importCommand(options, {
      clock: Date.now,
      progress: (line) => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(options.json ? `${JSON.stringify(summary, null, 2)}\n` : describe(summary));
    process.exitCode = summary.rejected > 0 || summary.stopped !== null ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

function describe(summary: ImportSummary): string {
  const { read, imported, updated, unchanged, rejected, rejections, notes, stopped } = summary;
  const lines = [
    `read ${read}, imported ${imported}, updated ${updated}, unchanged ${unchanged}, rejected ${rejected}`,
    ...rejections.map(({ file, line, reason }) => `rejected ${file}:${line}: ${reason}`),
    ...(notes.length === 0
      ? []
      : [`${notes.length} values fit no field and are kept in the source only (\`--json\` lists them)`]),
    ...(stopped === null ? [] : [`stopped early: ${stopped}`]),
  ];
  return `${lines.join('\n')}\n`;
}
