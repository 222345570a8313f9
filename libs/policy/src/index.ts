export * from './agency.ts';
export * from './check.ts';
export * from './clock.span.ts';
export * from './pack.schema.ts';
export * from './pack.ts';
export { describeProblem, isError, nearestName, type PackProblem } from './problem.ts';
export * from './quotes.ts';
export type { PackSource } from './read.pack.ts';
export * from './vocabulary.ts';
