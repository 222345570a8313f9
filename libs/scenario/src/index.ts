export * from './compare.ts';
export { agencyTypesNamed } from './named.agencies.ts';
export * from './older.names.ts';
export * from './play.ts';
export * from './read.scenario.ts';
export * from './scenario.schema.ts';
export * from './stage.ts';
