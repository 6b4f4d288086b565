import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CodedError, formatError, httpStatus, refusal } from '../../gateway/errors.ts';

const secret = 'SECRET';

describe('what a reader is told of an error', () => {
  const aboutTheRequest = [
    'BAD_USER_INPUT',
    'GRAPHQL_PARSE_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
    'OPERATION_RESOLUTION_FAILURE',
  ];
  const codes = Object.keys(httpStatus);

  it.each(codes.filter((code) => !aboutTheRequest.includes(code)))('is a fixed text for %s', (code) => {
    const told = formatError({ message: secret, extensions: { code, stacktrace: [secret], http: secret } });
    expect(JSON.stringify(told)).not.toContain(secret);
    expect(told.extensions).toEqual({ code });
  });

  it('is that something is wrong on our side, where the code is not ours', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (message, code) => {
        fc.pre(typeof code !== 'string' || (!codes.includes(code) && !code.startsWith('PERSISTED_QUERY')));
        expect(formatError({ message, extensions: { code } })).toEqual({
          message: 'internal error',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        });
      }),
    );
  });

  it('holds the nation, the limit and the assurance, if they are what they should be', () => {
    const extensions = { code: 'STEP_UP_REQUIRED', nation: { secret }, limit: [secret], requiredAal: 3, other: secret };
    expect(formatError({ message: secret, extensions }).extensions).toEqual({
      code: 'STEP_UP_REQUIRED',
      requiredAal: 3,
    });
  });

  it('names nothing that the reader did not name', () => {
    const { message } = formatError({
      message: 'Cannot query field "nam". Did you mean "name" or "secretName"?',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(message).toBe('Cannot query field "nam".');
  });
});

it('an error planted in an answer keeps its code and sets no HTTP status; one that refuses the request sets its own', () => {
  const error = new CodedError('NATION_UNAVAILABLE', { nation: 'POL' });
  const located = new GraphQLError(error.message, { originalError: error, path: ['a'] });
  expect(located.extensions).toEqual({ code: 'NATION_UNAVAILABLE', nation: 'POL' });
  expect(refusal(error).extensions).toMatchObject({ http: { status: 503 } });
});
