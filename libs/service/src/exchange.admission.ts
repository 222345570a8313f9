import { X509Certificate } from 'node:crypto';
import type { AgencyDirectory } from '#access';
import {
  ClientsError,
  type ExchangeClients,
  type ExchangeTls,
  noRevocations,
  type Revocations,
  RevocationsError,
  readClients,
  readRevocations,
  ServerIdentity,
} from '#exchange';
import type { Cancel, Host, Systems } from '#runtime';
import { SetupError } from './config.ts';

/** The files that say as whom the exchange is met and whom it lets in; read again and again, so that an operator changes them without a restart. */
export interface AdmissionFiles {
  clients(): string;
  /** The authority's revocation lists; undefined where none are kept. */
  readonly revocations: (() => Buffer) | undefined;
  /** The server's own key and certificate, and the agencies' authority. */
  tls(): ExchangeTls;
}

export interface AdmissionParts {
  readonly directory: AgencyDirectory;
  readonly host: Host;
  /** Told who may connect, each time that changes. */
  readonly systems: Pick<Systems, 'register'>;
  readonly trouble: (error: Error) => void;
}

/** Whom the exchange lets in, as its files say now (准入). */
export interface Admission {
  /** As which the exchange is met, and whose certificates it lets in: as the files say now. */
  readonly identity: ServerIdentity;
  readonly clients: Pick<ExchangeClients, 'of' | 'refused'>;
  revocations(): Revocations;
  /** Seconds until each file runs out, below zero when it has. */
  validSeconds(): Readonly<Record<string, number>>;
  /** Reads the files again now. */
  readAgain(): Promise<void>;
  close(): void;
}

const READ_AGAIN = 5_000;

/**
 * What was read last stays in force while a file is wrong or missing; the mistake is told once.
 *
 * @throws SetupError at the first reading, naming the variable.
 */
export async function openAdmission(
  files: AdmissionFiles,
  { directory, host, systems, trouble }: AdmissionParts,
): Promise<Admission> {
  const today = () => host.now().slice(0, 10);
  const identity = new ServerIdentity(files.tls());
  let told = '';
  let clients: { readonly text: string; readonly read: ExchangeClients };
  let revocations: { readonly bytes: Buffer | undefined; readonly authority: Buffer; readonly read: Revocations };
  const readClientsAgain = async () => {
    const text = files.clients();
    if (text === clients?.text) return;
    const read = readClients(text, directory, today);
    await systems.register(read.systems);
    clients = { text, read };
  };
  const renewIdentity = async () => {
    try {
      identity.renew(files.tls());
    } catch (error) {
      throw new SetupError(`JIELI_EXCHANGE_KEY, _CERTIFICATE, _AUTHORITY: ${named(error).message}`);
    }
  };
  const readRevocationsAgain = async () => {
    const bytes = files.revocations?.();
    const { authority } = identity.tls;
    const known = revocations?.authority.equals(authority);
    if (known && (bytes === undefined || revocations.bytes?.equals(bytes))) return;
    revocations = { bytes, authority, read: bytes ? await readRevocations(bytes, authority) : noRevocations };
  };
  const readAll = async () => {
    const renewed = await Promise.allSettled([renewIdentity()]); // first: it says by whom lists must be signed
    const all = [...renewed, ...(await Promise.allSettled([readClientsAgain(), readRevocationsAgain()]))];
    return all.flatMap((one) => (one.status === 'rejected' ? [named(one.reason)] : []));
  };
  const [first] = await readAll();
  if (first) throw first;
  const readAgain = async () => {
    const wrong = await readAll();
    const said = wrong.map(({ message }) => message).join('\n');
    if (said !== told) for (const error of wrong) trouble(error);
    told = said;
  };
  let cancel: Cancel = () => undefined;
  let closed = false;
  const later = () => {
    if (!closed) cancel = host.after(READ_AGAIN, () => void readAgain().then(later));
  };
  later();
  return {
    identity,
    clients: {
      of: (certificate) => clients.read.of(certificate),
      refused: (certificate) => clients.read.refused(certificate),
    },
    revocations: () => revocations.read,
    validSeconds: () => {
      const { nextUpdate } = revocations.read;
      const { certificate, authority } = identity.tls;
      const ends = { certificate: endOf(certificate), authority: endOf(authority) };
      const all = nextUpdate === undefined ? ends : { ...ends, revocations: nextUpdate };
      return Object.fromEntries(Object.entries(all).map(([file, at]) => [file, Math.round((at - Date.now()) / 1_000)]));
    },
    readAgain,
    close: () => {
      closed = true;
      cancel();
    },
  };
}

function named(error: unknown): Error {
  if (error instanceof ClientsError) return new SetupError(`JIELI_EXCHANGE_CLIENTS: ${error.message}`);
  if (error instanceof RevocationsError) return new SetupError(`JIELI_EXCHANGE_REVOCATIONS: ${error.message}`);
  return error instanceof Error ? error : new Error(String(error));
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in a file, PEM each. */
export function certificatesIn(pem: Buffer): readonly string[] {
  return pem.toString('latin1').match(PEM) ?? [];
}

/** When the first of the certificates in a file ends, milliseconds since 1970. */
export function endOf(pem: Buffer): number {
  return Math.min(...certificatesIn(pem).map((one) => Date.parse(new X509Certificate(one).validTo)));
}
