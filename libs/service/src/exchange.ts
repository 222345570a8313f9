import { readFileSync } from 'node:fs';
import { type ExchangeServer, startExchangeServer } from '#exchange';
import type { Cancel } from '#runtime';
import { readPrivateBytes, VaultError } from '#vault';
import { type ExchangeSettings, SetupError } from './config.ts';
import { type Core, type CoreOptions, startCore } from './core.ts';
import { type Admission, type AdmissionFiles, openAdmission } from './exchange.admission.ts';
import type { Sample } from './telemetry.ts';
import { prepareTurns, turns } from './turns.ts';

/** What the exchange needs besides the rest. */
export interface ExchangeConfig extends AdmissionFiles {
  readonly address: string;
  /** Calls that the systems of one agency may make in a minute; left out, they are not counted. */
  readonly callsAMinute?: number;
}

/** @throws SetupError naming the variable that is missing, whose file cannot be read, or whose key is open to other users. */
export function readExchangeConfig(settings: ExchangeSettings): ExchangeConfig {
  const { address, keyFile, certificateFile, authorityFile, clientsFile, revocationsFile, callsAMinute } = settings;
  const config = {
    address,
    tls: () => ({
      key: fileOf(keyFile, 'JIELI_EXCHANGE_KEY', readPrivateBytes),
      certificate: fileOf(certificateFile, 'JIELI_EXCHANGE_CERTIFICATE'),
      authority: fileOf(authorityFile, 'JIELI_EXCHANGE_AUTHORITY'),
    }),
    clients: () => fileOf(clientsFile, 'JIELI_EXCHANGE_CLIENTS').toString('utf8'),
    revocations: revocationsFile ? () => fileOf(revocationsFile, 'JIELI_EXCHANGE_REVOCATIONS') : undefined,
    callsAMinute,
  };
  config.tls();
  config.clients();
  config.revocations?.();
  return config;
}

function fileOf(path: string | undefined, variable: string, read: (path: string) => Buffer = readFileSync): Buffer {
  if (!path) throw new SetupError(`请设置 ${variable}（文件路径）。Set ${variable} to the path of a file.`);
  try {
    return read(path);
  } catch (error) {
    if (error instanceof VaultError) throw new SetupError(`${variable}：${error.message}`);
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(`${variable} 的文件读不了。The file of ${variable} cannot be read: ${why}`);
  }
}

const HEALTH_EVERY = 5_000;

/** A running exchange on a core of its own. */
export interface Exchange {
  readonly core: Core;
  readonly server: ExchangeServer;
  /** Brings gauges up to date, the exchange's own among them. */
  readonly sample: Sample;
  /** Reads who is let in again now; it does so by itself every five seconds. */
  readonly readAgain: () => Promise<void>;
  /** Has the health service say whether log and views can be read; it does so by itself every five seconds. */
  readonly checkHealth: () => Promise<void>;
  close(): Promise<void>;
}

/** @throws SetupError with one line that says what to do. */
export async function startExchange(options: CoreOptions, exchange: ExchangeConfig): Promise<Exchange> {
  const core = await startCore(options);
  let admission: Admission | undefined;
  try {
    const { runtime, report, trouble } = core;
    admission = await openAdmission(exchange, {
      directory: core.signIn.directory,
      host: options.host,
      systems: runtime.systems,
      trouble,
    });
    const { identity, clients, revocations, validSeconds, readAgain, close: forget } = admission;
    const { traces, metrics } = core.telemetry;
    const { address, callsAMinute } = exchange;
    const { pool } = core.database;
    await prepareTurns(pool);
    const server = await startExchangeServer({
      runtime,
      clients,
      revocations,
      identity,
      address,
      report,
      traced: traces.request,
      takeTurn: callsAMinute === undefined ? undefined : turns(pool, 'agency', callsAMinute),
    });
    const sample = async () => {
      metrics.streams.set(server.streams.open());
      for (const [file, seconds] of Object.entries(validSeconds())) metrics.trustValid.set({ file }, seconds);
      await core.sample();
    };
    const checkHealth = async () => server.serving((await core.ready()).status !== 'unreadable');
    let cancel: Cancel = () => undefined;
    let closed = false;
    const later = () => {
      if (!closed) cancel = options.host.after(HEALTH_EVERY, () => void checkHealth().finally(later));
    };
    later();
    const close = async () => {
      closed = true;
      cancel();
      forget();
      await server.close();
      await core.close();
    };
    return { core, server, sample, readAgain, checkHealth, close };
  } catch (error) {
    admission?.close();
    await core.close();
    if (error instanceof SetupError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `交换服务不能启动，请检查 JIELI_EXCHANGE_*。The exchange cannot start; check JIELI_EXCHANGE_*: ${why}`,
    );
  }
}
