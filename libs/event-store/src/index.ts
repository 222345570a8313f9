export { type EventStoreDbOptions, eventStoreDb } from './eventstoredb/eventstoredb.ts';
export { memoryStore } from './memory/memory.store.ts';
export * from './port.ts';
export { logSchemaVersion, migrate as migrateLog } from './postgres/migrations.ts';
export { type PostgresStoreOptions, postgresStore } from './postgres/postgres.store.ts';
