import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { CodedError } from '../errors.ts';
import { preparation } from './preparation.ts';

export const maxTokens = 2000;

/** The document, a refusal when it is too long, or null where the text is no GraphQL document. */
export function parseOperation(text: string): DocumentNode | CodedError | null {
  preparation.parsed.publish(text);
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error.message.includes('tokens. Parsing aborted')
      ? new CodedError('LIMIT_EXCEEDED', { limit: 'tokens' })
      : null;
  }
}
