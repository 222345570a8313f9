import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { parseDate, parseInstant } from '#calendar';

function textScalar(name: string, parse: (text: string) => string | undefined, form: string): GraphQLScalarType {
  const read = (value: unknown): string => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) throw new GraphQLError(`${name}: ${form}`);
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    serialize: (value) => value,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const instantScalar = textScalar(
  'Instant',
  parseInstant,
  '须为存在的时刻，如 2025-03-14T10:00+08:00。An existing moment with its offset is needed.',
);
export const dateScalar = textScalar(
  'Date',
  parseDate,
  '须为存在的日期，如 2025-03-14。An existing day YYYY-MM-DD is needed.',
);
