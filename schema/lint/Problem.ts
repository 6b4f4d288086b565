/** A slip in the contract. */
export interface Problem {
  readonly rule: string;
  /** Schema coordinate, e.g. `Incident.attribution` or `Query.incidents(first:)`; or the name of a subgraph. */
  readonly at: string;
  /** What is wrong and what to do. */
  readonly message: string;
}
