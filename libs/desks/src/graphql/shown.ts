import { type GraphQLSchema, isInputObjectType, isNonNullType } from 'graphql';
import type { NextStep, Refusal } from '#case';
import { BadInput } from '#commands';
import type { RecommendationStep } from '#recommendation';
import type { Page } from '#runtime';
import type { DeskContext } from './context.ts';
import { shownCitation } from './fields.ts';

export interface Paging {
  readonly first: number;
  readonly after?: string | null;
}

const MOST = 100;
const GIVEN: ReadonlySet<string> = new Set(['caseId', 'recommendationId', 'idempotencyKey']);

/** A refusal as every desk tells it. */
export function shownRefusal({ refused: code, message, standing, cite }: Refusal, context: DeskContext): object {
  return { code, message, standing, cite: shownCitation(cite, context) };
}

/** A lawful next step with what must be filled in, read off the command's input. */
export function shownStep(
  { cite, ...step }: NextStep | RecommendationStep,
  schema: GraphQLSchema,
  context: DeskContext,
): object {
  const type = schema.getType(`${step.command}Input`);
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const needs = fields.filter((field) => isNonNullType(field.type) && !GIVEN.has(field.name)).map(({ name }) => name);
  return { ...step, cite: shownCitation(cite, context), needs };
}

/** A page as a Relay connection. */
export function connection({ rows, hasNext }: Page): object {
  return {
    edges: rows.map(({ cursor, doc }) => ({ cursor, node: JSON.parse(doc) })),
    pageInfo: {
      hasNextPage: hasNext,
      hasPreviousPage: false,
      startCursor: rows[0]?.cursor ?? null,
      endCursor: rows.at(-1)?.cursor ?? null,
    },
  };
}

/** @throws BadInput when a page of that size is not served. */
export function checkedFirst(first: number | null): number {
  if (first !== null && first >= 1 && first <= MOST) return first;
  const message = { zh: `每页 1 至 ${MOST} 条`, en: `1 to ${MOST} a page` };
  throw new BadInput([{ field: 'first', rule: 'range', message }]);
}
