export { type Copied, type CopyOptions, type CopyPhase, type CopyProgress, copyLog } from './copy/copy.ts';
export { CopyError } from './copy/ledger.ts';
export { type EventStoreDbOptions, eventStoreDb } from './eventstoredb/eventstoredb.ts';
export { memoryStore } from './memory/memory.store.ts';
export * from './port.ts';
export { bools, ints, texts } from './postgres/binary.ts';
export { migrate as migrateLog } from './postgres/migrations.ts';
export { type PostgresStoreOptions, postgresStore } from './postgres/postgres.store.ts';
export { advance as advanceSchema, type SchemaPlan } from './postgres/schema.plan.ts';
