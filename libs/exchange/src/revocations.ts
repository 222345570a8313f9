import 'reflect-metadata';
import { X509Certificate as Peer } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import { PemConverter, X509Certificate, X509Crl } from '@peculiar/x509';

/** Which certificates their authority has taken back (证书吊销列表). */
export interface Revocations {
  revoked(certificate: Pick<PeerCertificate, 'serialNumber' | 'raw'>): boolean;
  /** When a newer list is promised, milliseconds since 1970: the earliest of all lists; undefined without a list. */
  readonly nextUpdate: number | undefined;
}

/** What is wrong with the file of revocations: one line for an operator. */
export class RevocationsError extends Error {
  override readonly name = 'RevocationsError';
}

export const noRevocations: Revocations = { revoked: () => false, nextUpdate: undefined };

/**
 * Reads revocation lists (X.509 v2, RFC 5280), PEM with one or several, or one as DER. A list is believed when a certificate
 * of `authority` (PEM) bears the name of its issuer and signed it.
 *
 * @throws RevocationsError for what is no list, and naming the issuer of one that we did not expect or that says no `nextUpdate`.
 */
export async function readRevocations(file: Buffer, authority: Buffer): Promise<Revocations> {
  const authorities = certificatesIn(authority);
  const lists = listsIn(file);
  const taken = new Set<string>();
  const numbers = new Set<string>();
  const updates: number[] = [];
  for (const list of lists) {
    if (!(await signedByOneOf(authorities, list))) {
      throw new RevocationsError(
        `吊销列表（签发者 ${list.issuer}）不是 JIELI_EXCHANGE_AUTHORITY 中的机构所签。` +
          `The list of ${list.issuer} is not signed by an authority in JIELI_EXCHANGE_AUTHORITY.`,
      );
    }
    // RFC 5280 wants it in every list, and without it the parser overlooks the entries
    if (!list.nextUpdate) {
      throw new RevocationsError(
        `吊销列表（签发者 ${list.issuer}）没有 nextUpdate。The list of ${list.issuer} says no nextUpdate.`,
      );
    }
    updates.push(list.nextUpdate.getTime());
    const issuer = Buffer.from(list.issuerName.toArrayBuffer()).toString('hex');
    for (const { serialNumber } of list.entries) {
      numbers.add(plain(serialNumber));
      taken.add(`${issuer} ${plain(serialNumber)}`);
    }
  }
  // asked at every message: only a certificate whose number stands in some list is read to the end
  const revoked: Revocations['revoked'] = ({ serialNumber, raw }) =>
    numbers.has(plain(serialNumber)) && taken.has(nameOf(raw));
  return { revoked, nextUpdate: Math.min(...updates) };
}

/** Two authorities may give one serial number: issuer and number name a certificate. */
function nameOf(raw: Buffer): string {
  const certificate = new X509Certificate(raw);
  const issuer = Buffer.from(certificate.issuerName.toArrayBuffer()).toString('hex');
  return `${issuer} ${plain(new Peer(raw).serialNumber)}`;
}

const plain = (serial: string) => serial.toUpperCase().replace(/^0+(?=.)/, '');

function certificatesIn(pem: Buffer): readonly X509Certificate[] {
  return PemConverter.decode(pem.toString('latin1')).map((der) => new X509Certificate(der));
}

function listsIn(file: Buffer): readonly X509Crl[] {
  try {
    const text = file.toString('latin1');
    if (!text.includes('-----BEGIN')) return [new X509Crl(file)];
    const ders = PemConverter.decode(text);
    if (ders.length > 0) return ders.map((der) => new X509Crl(der));
  } catch {
    // told below: what the parser says of bytes helps nobody
  }
  throw new RevocationsError('不是吊销列表（PEM 或 DER）。No revocation list in PEM or DER.');
}

async function signedByOneOf(authorities: readonly X509Certificate[], list: X509Crl): Promise<boolean> {
  for (const authority of authorities.filter(({ subject }) => subject === list.issuer)) {
    if (await list.verify({ publicKey: authority }).catch(() => false)) return true;
  }
  return false;
}
