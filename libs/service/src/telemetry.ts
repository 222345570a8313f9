import type { Pool } from 'pg';
import { epochOf } from '#calendar';
import type { EventStore } from '#event-store';
import type { AgencySystems, Host, Runtime, Systems, ViewStore, WebhookStore } from '#runtime';
import { lagOf, type Metrics, noTraces, openMetrics, openTraces, type Traces } from '#telemetry';

/** What operators see of a program (遥测). */
export interface Telemetry {
  readonly metrics: Metrics;
  readonly traces: Traces;
}

/** Metrics always, since they cost little; traces only where `endpoint` says where to send them. */
export function openTelemetry(role: string, endpoint: string | undefined): Telemetry {
  return { metrics: openMetrics(), traces: endpoint === undefined ? noTraces : openTraces(role, endpoint) };
}

/** Brings the gauges up to date that only the database knows. */
export type Sample = () => Promise<void>;

interface SampleParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly views: ViewStore;
  readonly webhooks: Pick<WebhookStore, 'waiting' | 'parked'>;
  readonly systems: Pick<Systems, 'all'>;
  readonly runtime: Pick<Runtime, 'viewLag'>;
  readonly host: Host;
  readonly metrics: Metrics;
}

/** Duty is the advisory lock `hashtext('jieli duty')`, of which `pg_locks` shows the lower half as `objid`. */
const SQL = `select
  (select count(*) from runtime.clock)::int as running,
  (select count(*) from runtime.clock where due < $1)::int as unswept,
  (select count(distinct id) from desk_oversight.shared_clock where state = 'overdue')::int as overdue,
  (select count(*) from runtime.parked)::int as parked,
  (select count(*) from access.glass where reviewed_at is null and review_by < $1)::int as unreviewed,
  exists (select from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where locktype = 'advisory' and granted and datname = current_database()
    and objid = (hashtext('jieli duty')::bigint & 4294967295)::oid) as duty`;

interface Counted {
  readonly running: number;
  readonly unswept: number;
  readonly overdue: number;
  readonly parked: number;
  readonly unreviewed: number;
  readonly duty: boolean;
}

/** A system that reads gives a sign of life by it every ten seconds. */
const SILENT = 300_000;

function gaugeSystems(all: readonly AgencySystems[], now: number, metrics: Metrics): void {
  const systems = all.flatMap((agency) => agency.systems);
  const silent = systems.filter(({ heard }) => heard === null || now - epochOf(heard) > SILENT);
  metrics.systems.set({ state: 'registered' }, systems.length);
  metrics.systems.set({ state: 'silent' }, silent.length);
  metrics.unacknowledged.set(all.reduce((sum, { waiting }) => sum + waiting, 0));
  const oldest = all.flatMap((agency) => (agency.oldest === null ? [] : [now - epochOf(agency.oldest)]));
  metrics.longestUnacknowledged.set(Math.max(0, ...oldest) / 1_000);
}

export function sampler({ pool, store, views, webhooks, systems, runtime, host, metrics }: SampleParts): Sample {
  const processLag = lagOf(store.compare);
  const ask = async () => {
    const { rows } = await pool.query<Counted>(SQL, [host.now()]);
    const [counted] = rows;
    if (!counted) return;
    metrics.clocks.set({ state: 'running' }, counted.running);
    metrics.clocks.set({ state: 'unswept' }, counted.unswept);
    metrics.clocks.set({ state: 'overdue' }, counted.overdue);
    metrics.parked.set(counted.parked);
    metrics.unreviewed.set(counted.unreviewed);
    metrics.deliveries.set({ state: 'waiting' }, await webhooks.waiting());
    metrics.deliveries.set({ state: 'parked' }, (await webhooks.parked()).length);
    gaugeSystems(await systems.all(), epochOf(host.now()), metrics);
    metrics.dutyHeld.set(counted.duty ? 1 : 0);
    const head = await store.head();
    metrics.viewLag.set((await runtime.viewLag(1)).milliseconds / 1_000);
    metrics.processLag.set(processLag.seen(head, await views.processed('processes'), Date.now()));
  };
  let asking: Promise<void> | undefined;
  return () => {
    // however many scrape at once, the database is asked once
    asking ??= ask()
      .then(
        () => metrics.sampleFailed.set(0),
        () => metrics.sampleFailed.set(1), // what is known besides is told all the same
      )
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
}
