import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

/** A key and its certificate, made anew for each run, so that no key lies in the repository. */
export interface Identity {
  readonly key: Buffer;
  readonly certificate: Buffer;
  /** SHA-256, as `AB:CD:…`. */
  readonly fingerprint: string;
}

/** An authority that signs for whom it is told to. */
export interface Authority extends Identity {
  issue(name: string, uri?: string): Promise<Identity>;
  /** A list (CRL) of what it takes back, PEM; a newer one is promised at `nextUpdate`, tomorrow unless told. */
  takeBack(identities: readonly Identity[], nextUpdate?: Date | null): Promise<Buffer>;
}

const pem = (text: string) => Buffer.from(`${text}\n`);

async function identity(keys: webcrypto.CryptoKeyPair, certificate: x509.X509Certificate): Promise<Identity> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  const digest = Buffer.from(await certificate.getThumbprint('SHA-256'))
    .toString('hex')
    .toUpperCase();
  return {
    key: pem(x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')),
    certificate: pem(certificate.toString('pem')),
    fingerprint: (digest.match(/../g) ?? []).join(':'),
  };
}

const makeKeys = () =>
  crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
const validity = (days: number) => ({
  notBefore: new Date(Date.now() - DAY),
  notAfter: new Date(Date.now() + days * DAY),
});

/** An authority; it and what it issues hold for so many days, one unless told. */
export async function authority(name: string, days = 1): Promise<Authority> {
  const keys = await makeKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    ...validity(days),
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const issue = async (subject: string, uri?: string) => {
    const own = await makeKeys();
    const names: x509.JsonGeneralNames = [{ type: 'dns', value: subject }];
    if (uri !== undefined) names.push({ type: 'url', value: uri });
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${subject}`,
      issuer: root.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      ...validity(days),
      signingAlgorithm: ALGORITHM,
      extensions: [new x509.SubjectAlternativeNameExtension(names)],
    });
    return identity(own, certificate);
  };
  const takeBack: Authority['takeBack'] = async (identities, nextUpdate = new Date(Date.now() + DAY)) => {
    const list = await x509.X509CrlGenerator.create({
      issuer: root.subject,
      thisUpdate: new Date(Date.now() - DAY),
      nextUpdate: nextUpdate ?? undefined,
      signingAlgorithm: ALGORITHM,
      signingKey: keys.privateKey,
      entries: identities.map(({ certificate }) => ({
        serialNumber: new x509.X509Certificate(certificate).serialNumber,
      })),
    });
    return pem(list.toString('pem'));
  };
  return { ...(await identity(keys, root)), issue, takeBack };
}
