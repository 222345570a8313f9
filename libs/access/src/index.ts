export * from './demo.issuer.ts';
export * from './directory.ts';
export * from './token.strategy.ts';
