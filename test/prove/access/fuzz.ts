import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Random } from '../random.ts';

const UUID = 'b3b0c1d2-0000-4000-8000-000000000000';
const STRINGS = [
  '',
  ' ',
  'x',
  '\u0000',
  '\ud842',
  '𠮷𩸽',
  "'; drop table log.event; --",
  '{{7*7}}',
  '../../etc/passwd',
  'sealed:v1:x',
  '__proto__',
  '9'.repeat(400),
  '441502001001',
  '2025-02-30',
  '2025-03-01T10:00+08:00',
  UUID,
];
const NUMBERS = [0, -1, 1, 100, 101, 2_147_483_648, 1e308, 0.1];

/** What passes the door under a name, so that decisions are reached as well: else hardly a command gets past its many fields. */
function likely(name: string): string {
  if (name === 'idempotencyKey') return 'x';
  return /(^i|I)d$/.test(name) ? UUID : '晚间独自在家';
}

/** A value for an input: often of its type, sometimes of any. */
function value(type: GraphQLInputType, chance: Random, depth: number, name = ''): unknown {
  if (chance.chance(0.06)) return chance.pick<unknown>([null, true, [], {}, [[]], { a: 1 }, ...STRINGS, ...NUMBERS]);
  if (isNonNullType(type)) return value(type.ofType, chance, depth, name);
  if (isListType(type))
    return Array.from({ length: Math.floor(chance.next() * 3) }, () => value(type.ofType, chance, depth, name));
  if (isEnumType(type)) return chance.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || chance.chance(0.4));
    return Object.fromEntries(
      fields.map((field) => [field.name, depth > 4 ? null : value(field.type, chance, depth + 1, field.name)]),
    );
  }
  if (type.name === 'Int') return chance.pick<unknown>(NUMBERS);
  if (type.name === 'Boolean') return chance.chance(0.5);
  return chance.chance(0.5) ? likely(name) : chance.pick<unknown>(STRINGS);
}

function selection(type: GraphQLNamedType, chance: Random, depth: number): string {
  if (isUnionType(type)) {
    return `{ __typename ${type
      .getTypes()
      .map((one) => `... on ${one.name} ${selection(one, chance, depth + 1)}`)
      .join(' ')} }`;
  }
  if (!isObjectType(type) || depth > 6) return '';
  const fields = Object.values(type.getFields()).filter(() => chance.chance(0.4));
  const parts = fields.flatMap((field) => {
    const inner = getNamedType(field.type);
    if (field.args.length > 0) return [];
    const nested = selection(inner, chance, depth + 1);
    return isObjectType(inner) && nested === '' ? [] : [`${field.name} ${nested}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

/** One operation of a desk with chance arguments, as text and variables; now and then its bytes are bent. */
export function fuzzed(schema: GraphQLSchema, chance: Random): string {
  const [root, word] = chance.chance(0.5)
    ? ([schema.getQueryType(), 'query'] as const)
    : ([schema.getMutationType() ?? schema.getQueryType(), schema.getMutationType() ? 'mutation' : 'query'] as const);
  const field = chance.pick<GraphQLField<unknown, unknown>>(Object.values(root?.getFields() ?? {}));
  const declared = field.args.map((one) => `$${one.name}: ${one.type}`).join(', ');
  const given = field.args.map((one) => `${one.name}: $${one.name}`).join(', ');
  const variables = Object.fromEntries(field.args.map((one) => [one.name, value(one.type, chance, 0, one.name)]));
  const inner = selection(getNamedType(field.type), chance, 1);
  const query = `${word}${declared ? `(${declared})` : ''} { ${field.name}${given ? `(${given})` : ''} ${inner} }`;
  const body = JSON.stringify({ query, variables });
  return chance.chance(0.15) ? bent(body, chance) : body;
}

/** Bytes dropped, doubled or changed. */
function bent(text: string, chance: Random): string {
  const at = Math.floor(chance.next() * text.length);
  const how = chance.next();
  if (how < 0.3) return text.slice(0, at) + text.slice(at + 1);
  if (how < 0.6)
    return text.slice(0, at) + chance.pick(['{', '}', '"', '\\', '$', '\u0000', '…', '@']) + text.slice(at);
  if (how < 0.8) return text.slice(0, at);
  return text + text.slice(at);
}
