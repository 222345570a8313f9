import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

/** Issues tokens for the demo's officers; its key lives as long as the process. Never part of a production service. */
export interface DemoIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JSONWebKeySet;
  /** A token for an officer, good for `seconds` from `now`. */
  token(officer: string, now: number, seconds: number): Promise<string>;
}

export async function demoIssuer(): Promise<DemoIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const kid = 'demo';
  const issuer = 'urn:jieli:demo';
  const audience = 'urn:jieli:desks';
  return {
    issuer,
    audience,
    keys: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }] },
    token: (officer, now, seconds) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(officer)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor(now / 1000) + seconds)
        .sign(privateKey),
  };
}
