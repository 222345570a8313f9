export * from './agency.ts';
export * from './check.ts';
export * from './clock.span.ts';
export * from './pack.schema.ts';
export * from './pack.ts';
export * from './quotes.ts';
