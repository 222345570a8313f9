export * from './config.ts';
export * from './database.ts';
export * from './demo/demo.directory.ts';
export * from './demo/demo.play.ts';
export { serviceStage } from './demo/stage.ts';
export { deskPath } from './http/desk.graphql.ts';
export * from './privacy/shred.ts';
export * from './service.ts';
export * from './throwaway.ts';
