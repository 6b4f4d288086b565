/** Something a person can mend. The message is all they are shown: it says what is wrong and what to do. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
  /** What the command ends with: 2 for a command that cannot be followed as typed, 1 for a circumstance. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
