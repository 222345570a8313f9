export * from './assumptions.ts';
export * from './draw.ts';
export * from './machines.ts';
export * from './paths.ts';
export * from './predict.ts';
