export { type Position, StoreError } from '#event-store';
export { isSealed, VaultError } from '#vault';
export { type CalendarFile, type CalendarProblem, type CalendarRead, calendarFile } from './calendar.file.ts';
export { caseOfStream, readCase, recordedEvent } from './case.log.ts';
export * from './clocks/clock.runner.ts';
export { isDatabaseAway } from './database.away.ts';
export * from './derived.id.ts';
export { alone, type Duty, type Lease } from './duty.ts';
export * from './embedded/embedded.error.ts';
export * from './embedded/embedded.postgres.ts';
export type { EmergencySight } from './emergency.ts';
export * from './history.ts';
export * from './host.ts';
export { type Notarising, notarise } from './notary.ts';
export * from './policies.ts';
export * from './project.root.ts';
export * from './published.calendar.ts';
export { type PersonalDataRead, READS, type Reading } from './reads.ts';
export * from './runtime.ts';
export {
  type BesideKind,
  childOwnerOf,
  folded,
  type ItemKind,
  idOf,
  keyMinors,
  ledgerEntries,
  owned,
  readRecord,
  streamsOfChild,
} from './stream.kind.ts';
export type { Accepted } from './submit/answer.ts';
export type { Outcome, Request } from './submit/submit.ts';
export { postgresSystems } from './systems/postgres/postgres.systems.ts';
export type { AgencySystems, RegisteredSystem, Systems } from './systems/systems.ts';
export type { InboxChange } from './views/changes.ts';
export { KEY_AUDIT } from './views/forgotten.ts';
export { inboxOf, inboxReaders } from './views/inbox.ts';
export type { ViewLag } from './views/lag.ts';
export { deskRole, desksWithoutTables, runtimeTablesGone } from './views/postgres/desk.schemas.ts';
export type { LogOfViews } from './views/postgres/log.of.views.ts';
export { viewsSchemaVersion } from './views/postgres/migrations.ts';
export { postgresDuty } from './views/postgres/postgres.duty.ts';
export { type PostgresViews, postgresViews } from './views/postgres/postgres.views.ts';
export { deskTableNames } from './views/postgres/shared.tables.ts';
export { CaseParked } from './views/projector.ts';
export { type RebuildProgress, rebuildViews, retryParked } from './views/rebuild.ts';
export type { ClockFilter, QuietFilter } from './views/shared.lookup.ts';
export type { SharedSelectors, ShownEntry, Tally } from './views/shared.selectors.ts';
export type { TallySum } from './views/tally.ts';
export {
  BadCursor,
  cursorOf,
  type DeskReader,
  type Page,
  readCursor,
  type SharedReader,
  type ViewStore,
  ViewsUnavailable,
} from './views/view.store.ts';
export { type DeskSelectors, type InboxEntry, readerOf, type ViewRow, worksAt } from './views/view.ts';
export { type WebhookAdmin, webhookAdmin } from './webhooks/admin.ts';
export { type PostgresWebhooksOptions, postgresWebhooks } from './webhooks/postgres/postgres.webhooks.ts';
export type { ParkedDelivery, WebhookKey, WebhookSubscription } from './webhooks/subscription.ts';
export { BadTarget, type TargetRules, targetRules } from './webhooks/target.ts';
export type { WebhookStore } from './webhooks/webhook.store.ts';
