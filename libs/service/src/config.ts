import type { EventOrder } from '#event-store';
import { otlpEndpoint } from '#telemetry';
import type { SuiteName } from '#vault';
import { environment, wrongTogether } from './config.schema.ts';
import type { MostLag } from './readiness.ts';

/** What an operator sets, by environment variables. */
export interface Config {
  /** `NODE_ENV=production`: no demo, no introspection. */
  readonly production: boolean;
  /** `PORT`: where HTTP listens; 3000 unless told. */
  readonly port: number;
  /** `JIELI_LISTEN`: the address HTTP listens on; 127.0.0.1 unless told. A container's own is 0.0.0.0. */
  readonly listen: string;
  /** `JIELI_DATA`: the data folder; `.data` unless told. */
  readonly dataDir: string;
  /** `DATABASE_URL`: a PostgreSQL of your own; left out, the embedded one is started in the data folder. */
  readonly databaseUrl: string | undefined;
  /** `JIELI_CALENDAR`: a YAML file of rest days and workdays that corrects the published calendar. */
  readonly calendarFile: string | undefined;
  /** `JIELI_EVENT_STORE`: `postgres`, with `JIELI_EVENT_ORDER`, or `eventstoredb` with `JIELI_EVENTSTOREDB_URL` and, on a shared server, `JIELI_EVENTSTOREDB_PREFIX`. */
  readonly log: LogEngine;
  /** `JIELI_PACKS`: folders of policy packs beside the shipped ones, separated as in PATH. */
  readonly packFolders: readonly string[];
  /** `JIELI_LOG`: how much is logged. */
  readonly logLevel: string;
  /** `JIELI_METRICS_ADDRESS`: where metrics and health are served, for operators alone; left out, nowhere. */
  readonly metricsAddress: string | undefined;
  /** `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`: where traces are sent; left out, nowhere. */
  readonly tracesEndpoint: string | undefined;
  /** `JIELI_EXCHANGE_…`: what the exchange needs besides. */
  readonly exchange: ExchangeSettings;
  /** `JIELI_OIDC_…`: who signs officers in; left out, the demo does. */
  readonly oidc: OidcSettings | undefined;
  /** `JIELI_ORIGINS`: web pages that may call from a browser, separated by commas; none unless told. */
  readonly origins: readonly string[];
  /** `JIELI_OPERATIONS`: a folder of GraphQL documents; when it is given, no other document is answered. */
  readonly operations: string | undefined;
  /** `JIELI_SUITE`: `intl` or `gm` (国密); chosen with the first start, `intl` unless told, and kept from then on. */
  readonly suite?: SuiteName;
  /** `JIELI_KEY_PROVIDER`: a program that wraps the key file (密钥管理服务); left out, the file is protected by its rights alone. */
  readonly keyProvider?: string;
  /** `JIELI_RATE`: requests that one officer may send in a minute, to all processes together; 600 unless told. */
  readonly requestsAMinute: number;
  /** `JIELI_READY_EVENTS`, `JIELI_READY_SECONDS`: how far views may be behind the log. */
  readonly ready: MostLag;
  /** `JIELI_DRAIN`: seconds between “not ready” and the end, for load balancers to notice; 0 unless told. */
  readonly drainSeconds: number;
  /** `JIELI_WEBHOOK_NETWORKS`: networks that webhooks may be sent to although they are not public, separated by commas. */
  readonly webhookNetworks?: readonly string[];
}

/** An identity provider (统一身份认证) and what its tokens must say. */
export interface OidcSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** The `typ` of the token's header. */
  readonly tokenType: string;
  /** The claim that names the officer, as the directory has it. */
  readonly officerClaim: string;
  /** The oldest a token may be, in seconds. */
  readonly maxAge: number;
  /** By how many seconds two clocks may differ. */
  readonly tolerance: number;
}

/** Where the exchange (交换服务) listens and which files it needs; the exchange alone asks for them. */
export interface ExchangeSettings {
  /** `JIELI_EXCHANGE_ADDRESS`: `127.0.0.1:50051` unless told. */
  readonly address: string;
  /** `JIELI_EXCHANGE_KEY`, `JIELI_EXCHANGE_CERTIFICATE`: the server's own key and certificate, PEM. */
  readonly keyFile: string | undefined;
  readonly certificateFile: string | undefined;
  /** `JIELI_EXCHANGE_AUTHORITY`: who signs the agencies' certificates, PEM. */
  readonly authorityFile: string | undefined;
  /** `JIELI_EXCHANGE_CLIENTS`: which certificate speaks for which agency, YAML. */
  readonly clientsFile: string | undefined;
  /** `JIELI_EXCHANGE_REVOCATIONS`: certificates that the authority has taken back, CRL in PEM or DER. */
  readonly revocationsFile: string | undefined;
  /** `JIELI_EXCHANGE_RATE`: calls that the systems of one agency may make in a minute, to all processes together; 6,000 unless told. */
  readonly callsAMinute?: number;
}

/** Which engine keeps the log. Views and keys stay in PostgreSQL. */
export type LogEngine =
  | {
      readonly engine: 'postgres';
      /** How events come into one order; the log's own unless told, and of a new log `sequencer`. */
      readonly order?: EventOrder | undefined;
    }
  | { readonly engine: 'eventstoredb'; readonly connectionString: string; readonly prefix: string | undefined };

/** A mistake in how the service was set up: a line for each, and exit code 1. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/**
 * Reads the environment; an empty variable is one that is not set.
 *
 * @throws SetupError with a line for each variable that is wrong, none of them repeating a value.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = environment.safeParse(given);
  const alone = (read.error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}`);
  const lines = [...alone, ...wrongTogether(given)];
  if (!read.success || lines.length > 0) throw new SetupError(lines.join('\n'));
  const set = read.data;
  return {
    production: set.NODE_ENV === 'production',
    port: set.PORT,
    listen: set.JIELI_LISTEN,
    dataDir: set.JIELI_DATA,
    databaseUrl: set.DATABASE_URL,
    calendarFile: set.JIELI_CALENDAR,
    log:
      set.JIELI_EVENT_STORE === 'postgres'
        ? { engine: 'postgres', order: set.JIELI_EVENT_ORDER }
        : {
            engine: 'eventstoredb',
            connectionString: set.JIELI_EVENTSTOREDB_URL ?? '',
            prefix: set.JIELI_EVENTSTOREDB_PREFIX,
          },
    packFolders: set.JIELI_PACKS,
    ready: { events: set.JIELI_READY_EVENTS, seconds: set.JIELI_READY_SECONDS },
    logLevel: set.JIELI_LOG,
    metricsAddress: set.JIELI_METRICS_ADDRESS,
    tracesEndpoint: otlpEndpoint(given),
    exchange: {
      address: set.JIELI_EXCHANGE_ADDRESS,
      keyFile: set.JIELI_EXCHANGE_KEY,
      certificateFile: set.JIELI_EXCHANGE_CERTIFICATE,
      authorityFile: set.JIELI_EXCHANGE_AUTHORITY,
      clientsFile: set.JIELI_EXCHANGE_CLIENTS,
      revocationsFile: set.JIELI_EXCHANGE_REVOCATIONS,
      callsAMinute: set.JIELI_EXCHANGE_RATE,
    },
    oidc:
      set.JIELI_OIDC_ISSUER === undefined
        ? undefined
        : {
            issuer: set.JIELI_OIDC_ISSUER,
            audience: set.JIELI_OIDC_AUDIENCE ?? '',
            algorithms: set.JIELI_OIDC_ALGORITHMS,
            tokenType: set.JIELI_OIDC_TOKEN_TYPE,
            officerClaim: set.JIELI_OIDC_OFFICER_CLAIM,
            maxAge: set.JIELI_OIDC_MAX_AGE,
            tolerance: set.JIELI_OIDC_TOLERANCE,
          },
    origins: set.JIELI_ORIGINS,
    operations: set.JIELI_OPERATIONS,
    suite: set.JIELI_SUITE,
    keyProvider: set.JIELI_KEY_PROVIDER,
    requestsAMinute: set.JIELI_RATE,
    drainSeconds: set.JIELI_DRAIN,
    webhookNetworks: set.JIELI_WEBHOOK_NETWORKS,
  };
}
