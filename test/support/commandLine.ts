import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/**
 * The flags that a test's command was given, and how to read their texts. What is wrong with one ends the process: a
 * sentence, then the usage, and exit code 2. `--help` prints the usage.
 */
export function commandLine<const T extends ParseArgsOptionsConfig>(usage: string, options: T) {
  const fail = (problem: string): never => {
    process.stderr.write(`${problem}\n\n${usage}\n`);
    process.exit(2);
  };
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const oneOf = <Name extends string>(text: string, names: readonly Name[]): Name =>
    names.find((name) => name === text) ?? fail(`\`${text}\` is none of ${names.join(', ')}`);
  return {
    values: flagsOf(options, fail),
    /** Whole, not negative. */
    number: (text: string): number => (/^\d+$/.test(text) ? Number(text) : fail(`\`${text}\` is no whole number`)),
    oneOf,
    /** Of these rows the ones that a flag names, `A01,B02`; without the flag all. */
    chosen: <Row extends { readonly id: string }>(rows: readonly Row[], text: string | undefined): readonly Row[] => {
      const ids = text?.split(',').map((id) =>
        oneOf(
          id,
          rows.map((row) => row.id),
        ),
      );
      return ids === undefined ? rows : rows.filter(({ id }) => ids.includes(id));
    },
    database: (text: string): 'pglite' | 'postgres' => {
      const database = oneOf(text, ['pglite', 'postgres']);
      const isServed = database === 'pglite' || process.env['TEST_DATABASE_URL'];
      return isServed ? database : fail('TEST_DATABASE_URL names no PostgreSQL server');
    },
  };
}

function flagsOf<const T extends ParseArgsOptionsConfig>(options: T, fail: (problem: string) => never) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'unreadable flags');
  }
}
