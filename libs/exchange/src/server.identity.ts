import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { experimental, type ServerCredentials } from '@grpc/grpc-js';

/** Who we are, and whose certificates are let in (双向 TLS): PEM. */
export interface ExchangeTls {
  readonly key: Buffer;
  readonly certificate: Buffer;
  /** The authority that signs the agencies' certificates. */
  readonly authority: Buffer;
}

type Listener = Parameters<experimental.CertificateProvider['addIdentityCertificateListener']>[0];
type AuthorityListener = Parameters<experimental.CertificateProvider['addCaCertificateListener']>[0];

/**
 * The exchange's own certificate and key, and the authority that it trusts (服务器证书), which may be renewed while it runs: whoever
 * connects later meets the new ones, connections that are open stay as they are.
 */
export class ServerIdentity {
  private readonly listeners = new Set<Listener>();
  private readonly authorityListeners = new Set<AuthorityListener>();
  private now: ExchangeTls;

  /** @throws Error as {@link renew} does. */
  constructor(tls: ExchangeTls) {
    checkTls(tls);
    this.now = tls;
  }

  get tls(): ExchangeTls {
    return this.now;
  }

  /**
   * Takes new files; the same ones change nothing.
   *
   * @throws Error when they are no certificates in PEM, or the key is not that of the certificate: the old ones stay in force.
   */
  renew(tls: ExchangeTls): void {
    if (same(tls, this.now)) return;
    checkTls(tls);
    this.now = tls;
    for (const listener of this.authorityListeners) listener({ caCertificate: tls.authority });
    for (const listener of this.listeners) listener(ownOf(tls));
  }

  /** For a server: every client must show a certificate. What a server asks for it is told a moment later, once it listens to it. */
  credentials(): ServerCredentials {
    const provider: experimental.CertificateProvider = {
      addCaCertificateListener: (listener) => {
        this.authorityListeners.add(listener);
        queueMicrotask(() => listener({ caCertificate: this.now.authority }));
      },
      removeCaCertificateListener: (listener) => this.authorityListeners.delete(listener),
      addIdentityCertificateListener: (listener) => {
        this.listeners.add(listener);
        queueMicrotask(() => listener(ownOf(this.now)));
      },
      removeIdentityCertificateListener: (listener) => this.listeners.delete(listener),
    };
    return experimental.createCertificateProviderServerCredentials(provider, provider, true);
  }
}

const ownOf = ({ certificate, key }: ExchangeTls) => ({ certificate, privateKey: key });

function same(a: ExchangeTls, b: ExchangeTls): boolean {
  return a.key.equals(b.key) && a.certificate.equals(b.certificate) && a.authority.equals(b.authority);
}

/**
 * Looks whether a certificate is one, in PEM, and whether the key is its own.
 *
 * @throws Error saying what is wrong.
 */
export function checkKey({ certificate, key }: Pick<ExchangeTls, 'certificate' | 'key'>): void {
  if (!certificate.includes('-----BEGIN CERTIFICATE-----')) throw new Error('没有 PEM 证书 no certificate in PEM');
  if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) {
    throw new Error('与私钥不符 is not of that key');
  }
}

function checkTls({ key, certificate, authority }: ExchangeTls): void {
  checkKey({ certificate, key });
  if (!authority.includes('-----BEGIN CERTIFICATE-----')) throw new Error('没有 PEM 证书 no certificate in PEM');
  createSecureContext({ key, cert: certificate, ca: authority });
}
