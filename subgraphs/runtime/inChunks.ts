/** PostgreSQL takes at most 65,535 parameters a statement. */
const rowsAtOnce = 1000;

/** The rows, as many at a time as one statement takes. */
export function* inChunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}
