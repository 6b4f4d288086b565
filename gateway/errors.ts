import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/**
 * Every code the gateway can say, and the text that goes with it. Where the text is null the message speaks of nothing
 * but the reader's own request and the published contract, and is passed on.
 */
const texts = {
  UNAUTHENTICATED: 'a valid access token is required',
  UNAUTHORIZED_FIELD_OR_TYPE: 'unauthorized field or type',
  STEP_UP_REQUIRED: 'a stronger sign-in is required',
  NATION_UNAVAILABLE: 'the nation did not answer',
  LIMIT_EXCEEDED: 'the request exceeds a limit',
  BAD_USER_INPUT: null,
  BAD_REQUEST: 'not a GraphQL request in the form of POST and application/json',
  GRAPHQL_PARSE_FAILED: null,
  GRAPHQL_VALIDATION_FAILED: null,
  OPERATION_RESOLUTION_FAILURE: null,
  OVERLOADED: 'too many requests at once, try again later',
  AUDIT_UNAVAILABLE: 'the answer could not be logged and is not released',
  INTERNAL_SERVER_ERROR: 'internal error',
} as const satisfies Record<string, string | null>;

export type ErrorCode = keyof typeof texts;

/** What may stand beside the code, and nothing else. */
export interface ErrorDetails {
  readonly nation?: string;
  readonly limit?: string;
  readonly requiredAal?: number;
}

/**
 * An error a reader is meant to see. Thrown, or planted in an answer where graphql-js finds it and gives it a path.
 * `cause` and, but for BAD_USER_INPUT, the message are for the log.
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  /** Read by graphql-js, which copies it to the located error. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: ErrorDetails = {}, message?: string, options?: ErrorOptions) {
    super(message ?? texts[code] ?? code, options);
    this.code = code;
    this.extensions = { code, ...details };
  }
}

/** The HTTP status of an answer that is this error and no data. */
export const httpStatus: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  UNAUTHORIZED_FIELD_OR_TYPE: 403,
  STEP_UP_REQUIRED: 403,
  NATION_UNAVAILABLE: 503,
  LIMIT_EXCEEDED: 400,
  BAD_USER_INPUT: 400,
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  OVERLOADED: 503,
  AUDIT_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** The HTTP headers of such an answer: seconds after which there may be room again. */
export const httpHeaders = (code: ErrorCode): Readonly<Record<string, string>> =>
  code === 'OVERLOADED' ? { 'retry-after': '1' } : {};

/** An error that refuses the whole request, with its HTTP status and headers in the form in which Apollo Server reads it. */
export function refusal(error: CodedError): GraphQLError {
  const headers = new Map(Object.entries(httpHeaders(error.code)));
  const http = { status: httpStatus[error.code], ...(headers.size > 0 && { headers }) };
  return new GraphQLError(error.message, { originalError: error, extensions: { ...error.extensions, http } });
}

/** The one function that writes an error to the wire. Unknown codes, texts and extensions do not pass. */
export function formatError(error: GraphQLFormattedError): GraphQLFormattedError {
  const code = wireCode(error.extensions?.['code']);
  return {
    message: texts[code] ?? withoutSuggestions(error.message),
    ...(error.locations && { locations: error.locations }),
    ...(error.path && { path: error.path }),
    extensions: { code, ...wireDetails(error.extensions ?? {}) },
  };
}

/** Whether an error is a fault on our side, for an operator to look at. */
export function isOurs({ extensions }: GraphQLError): boolean {
  const code = wireCode(extensions['code']);
  return code === 'INTERNAL_SERVER_ERROR' || code === 'AUDIT_UNAVAILABLE';
}

function wireCode(code: unknown): ErrorCode {
  if (code === 'PERSISTED_QUERY_NOT_SUPPORTED' || code === 'PERSISTED_QUERY_NOT_FOUND') return 'BAD_REQUEST';
  return typeof code === 'string' && Object.hasOwn(texts, code) ? (code as ErrorCode) : 'INTERNAL_SERVER_ERROR';
}

function wireDetails({ nation, limit, requiredAal }: Readonly<Record<string, unknown>>): ErrorDetails {
  return {
    ...(typeof nation === 'string' && { nation }),
    ...(typeof limit === 'string' && { limit }),
    ...(typeof requiredAal === 'number' && { requiredAal }),
  };
}

/** graphql-js names what a reader may have meant; that could be what the reader may not see. */
const withoutSuggestions = (message: string): string => message.replace(/ ?Did you mean[^?]*\?/g, '');
