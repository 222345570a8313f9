import type { Pool } from 'pg';
import type { EventStore } from '#event-store';
import type { Host, ViewStore } from '#runtime';
import { lagOf, type Metrics, noTraces, openMetrics, openTraces, otlpEndpoint, type Traces } from '#telemetry';

/** What operators see of a program (遥测). */
export interface Telemetry {
  readonly metrics: Metrics;
  readonly traces: Traces;
}

/** Metrics always, since they cost little; traces only where `OTEL_EXPORTER_OTLP_ENDPOINT` says where to send them. */
export function openTelemetry(role: string, env: Readonly<Record<string, string | undefined>>): Telemetry {
  const endpoint = otlpEndpoint(env);
  return { metrics: openMetrics(), traces: endpoint === undefined ? noTraces : openTraces(role, endpoint) };
}

/** Brings the gauges up to date that only the database knows. */
export type Sample = () => Promise<void>;

interface SampleParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly views: ViewStore;
  readonly host: Host;
  readonly metrics: Metrics;
}

/** Duty is the advisory lock `hashtext('jieli duty')`, of which `pg_locks` shows the lower half as `objid`. */
const SQL = `select
  (select count(*) from runtime.clock)::int as running,
  (select count(*) from runtime.clock where due < $1)::int as unswept,
  (select count(distinct key) from desk_oversight.row where kind = 'inbox')::int as overdue,
  (select count(*) from runtime.parked)::int as parked,
  exists (select from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where locktype = 'advisory' and granted and datname = current_database()
    and objid = (hashtext('jieli duty')::bigint & 4294967295)::oid) as duty`;

interface Counted {
  readonly running: number;
  readonly unswept: number;
  readonly overdue: number;
  readonly parked: number;
  readonly duty: boolean;
}

export function sampler({ pool, store, views, host, metrics }: SampleParts): Sample {
  const viewLag = lagOf(store.compare);
  const processLag = lagOf(store.compare);
  const ask = async () => {
    const { rows } = await pool.query<Counted>(SQL, [host.now()]);
    const [counted] = rows;
    if (!counted) return;
    metrics.clocks.set({ state: 'running' }, counted.running);
    metrics.clocks.set({ state: 'unswept' }, counted.unswept);
    metrics.clocks.set({ state: 'overdue' }, counted.overdue);
    metrics.parked.set(counted.parked);
    metrics.dutyHeld.set(counted.duty ? 1 : 0);
    const head = await store.head();
    metrics.viewLag.set(viewLag.seen(head, await views.checkpoint(), Date.now()));
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
