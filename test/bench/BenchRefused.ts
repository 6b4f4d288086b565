/** What a benchmark needs and does not have, in words for whoever started it. */
export class BenchRefused extends Error {
  override readonly name = 'BenchRefused';
}
