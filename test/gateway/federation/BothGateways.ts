import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { getOperationAST, OperationTypeNode, parse, type DocumentNode, type ExecutionResult } from 'graphql';
import { centralSupergraph, runCentral } from '../../support/centralContract.ts';
import { anybody, centralGateway } from '../../support/centralGateway.ts';

type Variables = Readonly<Record<string, unknown>>;
type Turn = (answer: ExecutionResult) => ExecutionResult;

interface Circumstances {
  /** Subgraphs that do not answer. */
  readonly down?: readonly string[];
  /** What becomes of the answers of the others. */
  readonly turned?: Turn;
  /** What the stock gateway is asked in place of the query. */
  readonly stock?: string;
}

/** Ours and the stock gateway, before the same central subgraphs. One question at a time. */
export class BothGateways {
  /** What happened to the writes of ours. */
  readonly writing: string[] = [];
  #down: readonly string[] = [];
  #turned: Turn = (answer) => answer;

  readonly #ours = new ApolloServer({
    gateway: centralGateway((name) => async ({ document, variables }) => {
      const writes = getOperationAST(document)?.operation === OperationTypeNode.MUTATION;
      if (writes) this.writing.push(`${name} begins`);
      const answer = await this.#run(name, document, variables);
      if (writes) this.writing.push(`${name} ends`);
      return answer;
    }),
  });

  readonly #stock = new ApolloServer({
    gateway: new ApolloGateway({
      supergraphSdl: centralSupergraph(),
      buildService: ({ name }): GraphQLDataSource => ({
        process: async ({ request }) => {
          const answer = await this.#run(name, parse(request.query ?? ''), request.variables ?? {});
          return withoutInterfaces(answer) as Awaited<ReturnType<GraphQLDataSource['process']>>;
        },
      }),
    }),
  });

  async ask(query: string, variables: Variables = {}, { down, turned, stock = query }: Circumstances = {}) {
    this.#down = down ?? [];
    this.#turned = turned ?? ((answer) => answer);
    const [expected, actual] = await Promise.all([
      answerOf(this.#stock, stock, variables),
      answerOf(this.#ours, query, variables),
    ]);
    return { expected, actual };
  }

  async #run(name: string, document: DocumentNode, variables: Variables): Promise<ExecutionResult> {
    if (this.#down.includes(name)) throw new Error('a subgraph that is down');
    return this.#turned(await runCentral(name, document, variables));
  }
}

/** Stock ApolloGateway takes the name of an interface object for the type of an object that it knows better already. */
function withoutInterfaces(answer: ExecutionResult): ExecutionResult {
  const entities = answer.data?.['_entities'] as readonly (Record<string, unknown> | null)[] | undefined;
  for (const entity of entities ?? []) if (entity?.['__typename'] === 'Item') delete entity['__typename'];
  return answer;
}

async function answerOf(server: ApolloServer, query: string, variables: Variables) {
  const { body } = await server.executeOperation({ query, variables: { ...variables } }, { contextValue: anybody });
  if (body.kind !== 'single') throw new TypeError('one answer was expected');
  return body.singleResult;
}

export type Answer = Awaited<ReturnType<typeof answerOf>>;
