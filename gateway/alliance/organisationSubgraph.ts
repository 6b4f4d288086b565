import { CodedError } from '../errors.ts';
import type { SubgraphClient } from '../nations/SubgraphClient.ts';
import type { CentralSubgraph } from './CentralSubgraph.ts';
import type { OrganisationAnswer } from './readOrganisationAnswer.ts';

/** The central subgraph that an organisation serves, asked over HTTP. */
export const organisationSubgraph =
  (code: string, ask: SubgraphClient<OrganisationAnswer>['ask']): CentralSubgraph =>
  async ({ query, variables }, context) => {
    const answer = await ask(code, { query, variables }, context);
    if ('unavailable' in answer) throw new CodedError('NATION_UNAVAILABLE', { nation: code });
    return answer;
  };
