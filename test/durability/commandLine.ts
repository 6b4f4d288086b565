/** What the commands of this folder are told: numbers and a database, or an end with what is wrong and how it is used. */
export function commandLine(usage: string) {
  const fail = (problem: string): never => {
    process.stderr.write(`${problem}\n\n${usage}\n`);
    process.exit(2);
  };
  return {
    number: (text: string): number => (/^\d+$/.test(text) ? Number(text) : fail(`\`${text}\` is not a number`)),
    database: (text: string): 'pglite' | 'postgres' => {
      const database = (['pglite', 'postgres'] as const).find((kind) => kind === text) ?? fail(`\`${text}\` is none`);
      const isServed = database === 'pglite' || process.env['TEST_DATABASE_URL'];
      return isServed ? database : fail('TEST_DATABASE_URL names no PostgreSQL server');
    },
  };
}
