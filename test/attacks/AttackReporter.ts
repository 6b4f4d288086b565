import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { readAttackRows, type AttackRow, type Proof } from './attackRows.ts';

type Result = 'passed' | 'failed' | 'not run' | 'no such test' | NonNullable<AttackRow['open']>['kind'];

interface Ran {
  readonly name: string;
  readonly state: string;
}

/** After a run that holds tests of test/attacks: every attack with its result. A row that no test proves fails the run. */
export class AttackReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const ran = new Map<string, Ran[]>();
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId);
      const tests = [...module.children.allTests()].map((test) => ({
        name: test.fullName,
        state: test.result().state,
      }));
      ran.set(file, [...(ran.get(file) ?? []), ...tests]);
    }
    if (![...ran.keys()].some((file) => file.startsWith('test/attacks/'))) return;
    const rows = readAttackRows().map((row) => ({ row, result: resultOf(row, ran) }));
    for (const { row, result } of rows) console.log(lineOf(row, result));
    const counts = Object.entries(Object.groupBy(rows, ({ result }) => result));
    console.log(`${rows.length} attacks: ${counts.map(([result, of]) => `${of.length} ${result}`).join(', ')}`);
    const unproven = rows.filter(({ result }) => result === 'no such test');
    for (const { row } of unproven) console.error(`FAILED attack ${row.id}: a test that it names is not there`);
    if (unproven.length > 0) process.exitCode = 1;
  }
}

const lineOf = ({ id, attack, open }: AttackRow, result: Result): string =>
  `  ${id.padEnd(5)} ${result.padEnd(12)} ${attack}${open ? ` (${open.why})` : ''}`;

function resultOf({ open, proofs }: AttackRow, ran: ReadonlyMap<string, readonly Ran[]>): Result {
  const results = proofs.map((proof) => proofResult(proof, ran));
  const worst = (['failed', 'no such test', 'not run'] as const).find((result) => results.includes(result));
  return worst ?? open?.kind ?? 'passed';
}

function proofResult({ file, words }: Proof, ran: ReadonlyMap<string, readonly Ran[]>): Result {
  const tests = ran.get(file);
  if (!tests) return 'not run';
  const meant = tests.filter(({ name }) => name.includes(words));
  if (meant.length === 0) return 'no such test';
  if (meant.some(({ state }) => state === 'failed')) return 'failed';
  // A test that one project leaves out is run by another.
  const passed = new Set(meant.filter(({ state }) => state === 'passed').map(({ name }) => name));
  return meant.every(({ name }) => passed.has(name)) ? 'passed' : 'not run';
}
