export * from './demo.issuer.ts';
export * from './directory.ts';
export type { ListProblem } from './import/csv.ts';
export * from './may.ts';
export * from './overseeing.ts';
export { namedOfficer } from './postgres/answerable.ts';
export {
  barredFrom,
  type Conflict,
  type Conflicts,
  endConflict,
  postgresConflicts,
  recordConflict,
} from './postgres/conflict.ts';
export { type Glass, type GlassUse, postgresGlass } from './postgres/glass.ts';
export { type Imported, importList, type ListName } from './postgres/import.ts';
export { postgresRegistry, prepareDirectory, type Registry } from './postgres/registry.ts';
export { type Revocation, revoke } from './postgres/revocation.ts';
export * from './remote.keys.ts';
export * from './token.strategy.ts';
