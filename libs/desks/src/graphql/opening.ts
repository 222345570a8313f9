import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  specifiedScalarTypes,
} from 'graphql';
import type { Sealed } from '#case';
import { isSealed, VaultError } from '#runtime';
import type { DeskContext } from './context.ts';

/**
 * Gives every field that nobody resolves otherwise, and that may bear a personal value or name an agency, its resolver: agencies
 * are named where they are shown; personal fields are opened here, at the door, and nowhere else.
 */
export function opening(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) field.resolve ??= openerOf(getNamedType(field.type));
  }
  return schema;
}

function openerOf(type: GraphQLNamedType): GraphQLFieldResolver<unknown, DeskContext> | undefined {
  if (type.name === 'Agency') return named;
  return isScalarType(type) && !PLAIN.has(type.name) ? openedField : undefined;
}

/** Scalars that are never personal: numbers, ids and moments. What is sealed comes in as text or as a day. */
const PLAIN: ReadonlySet<string> = new Set([
  ...specifiedScalarTypes.map(({ name }) => name).filter((name) => name !== 'String'),
  'Instant',
]);

const named: GraphQLFieldResolver<unknown, DeskContext> = (source, args, context, info) => {
  const value: unknown = defaultFieldResolver(source, args, context, info);
  return typeof value === 'string' ? context.runtime.directory.get(value) : value;
};

const openedField: GraphQLFieldResolver<unknown, DeskContext> = (source, args, context, info) => {
  const value: unknown = defaultFieldResolver(source, args, context, info);
  if (typeof value === 'string') return isSealed(value) ? opened(value, context) : value;
  return Array.isArray(value) && value.some(isSealedText)
    ? Promise.all(value.map((item) => (isSealedText(item) ? opened(item, context) : item)))
    : value;
};

const isSealedText = (value: unknown): value is Sealed => typeof value === 'string' && isSealed(value);

/** The text of a sealed value, noted as read; null where it was shredded or sealed away. */
export async function opened(value: Sealed, context: Pick<DeskContext, 'runtime' | 'opened'>): Promise<string | null> {
  try {
    const text = await context.runtime.vault.open(value);
    context.opened.add(value);
    return text;
  } catch (error) {
    return goneIsNothing(error);
  }
}

/** What was shredded (销毁) or sealed away (封存) is answered as what was never said. */
function goneIsNothing(error: unknown): null {
  if (error instanceof VaultError && (error.code === 'shredded' || error.code === 'sealed-away')) return null;
  throw error;
}
