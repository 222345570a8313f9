export * from './compare.ts';
export * from './play.ts';
export * from './read.scenario.ts';
export * from './scenario.schema.ts';
export * from './stage.ts';
