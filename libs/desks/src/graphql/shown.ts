import { type GraphQLSchema, isInputObjectType, isNonNullType } from 'graphql';
import type { NextStep, Refusal } from '#case';
import type { KeyMinorStep, LedgerStep } from '#ledger';
import type { RecommendationStep } from '#recommendation';
import type { DeskContext } from './context.ts';
import { shownCitation } from './fields.ts';

const GIVEN: ReadonlySet<string> = new Set([
  'caseId',
  'recommendationId',
  'ledgerEntryId',
  'keyMinorEntryId',
  'idempotencyKey',
]);

/** A refusal as every desk tells it. */
export function shownRefusal({ refused: code, message, standing, cite }: Refusal, context: DeskContext): object {
  return { code, message, standing, cite: shownCitation(cite, context) };
}

/** A lawful next step with what must be filled in, read off the command's input. */
export function shownStep(
  { cite, ...step }: NextStep | RecommendationStep | LedgerStep | KeyMinorStep,
  schema: GraphQLSchema,
  context: DeskContext,
): object {
  const type = schema.getType(`${step.command}Input`);
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const needs = fields.filter((field) => isNonNullType(field.type) && !GIVEN.has(field.name)).map(({ name }) => name);
  return { ...step, cite: shownCitation(cite, context), needs };
}
