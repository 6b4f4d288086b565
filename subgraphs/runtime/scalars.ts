import { GraphQLError, GraphQLScalarType } from 'graphql';

/** As an input any RFC 3339 time; inside always UTC with milliseconds, so that times compare as text. */
const dateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  parseValue(value) {
    const time = typeof value === 'string' && rfc3339.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time)) throw new GraphQLError('a time must be RFC 3339 with offset');
    return new Date(time).toISOString();
  },
});

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

export const scalars = { DateTime: dateTime };
