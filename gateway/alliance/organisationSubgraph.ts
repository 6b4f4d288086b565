import { CodedError } from '../errors.ts';
import type { SubgraphClient } from '../nations/SubgraphClient.ts';
import type { CentralSubgraph } from './CentralSubgraph.ts';
import { readOrganisationAnswer, type OrganisationAnswer } from './readOrganisationAnswer.ts';

/** The central subgraph that an organisation serves, asked over HTTP. */
export const organisationSubgraph =
  (code: string, ask: SubgraphClient<OrganisationAnswer>['ask']): CentralSubgraph =>
  async ({ query, variables, representations, scan }, context) => {
    const read = scan && ((body: Uint8Array) => readOrganisationAnswer(body, scan));
    const request = { query, variables, ...(representations !== undefined && { representations }) };
    const answer = await ask(code, request, context, read);
    if ('unavailable' in answer) throw new CodedError('NATION_UNAVAILABLE', { nation: code });
    return answer;
  };
