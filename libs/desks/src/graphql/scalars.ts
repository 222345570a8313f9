import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { parseDate, parseInstant } from '#calendar';

function textScalar(name: string, parse: (text: string) => string | undefined): GraphQLScalarType {
  const read = (value: unknown): string => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) throw new GraphQLError(`${name} has another form`);
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    serialize: (value) => value,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** What each takes, in both languages. */
export const scalarForms: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  Instant: [
    '须为存在的时刻，如 2025-03-14T10:00+08:00',
    'An existing moment with its offset is needed, as 2025-03-14T10:00+08:00',
  ],
  Date: ['须为存在的日期，如 2025-03-14', 'An existing day is needed, as 2025-03-14'],
};

export const instantScalar = textScalar('Instant', parseInstant);
export const dateScalar = textScalar('Date', parseDate);
