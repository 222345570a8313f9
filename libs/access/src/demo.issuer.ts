import { createLocalJWKSet, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import type { AgencyDirectory } from './directory.ts';
import type { Admit, TokenRules } from './token.strategy.ts';

/** Issues tokens for the demo's officers; its key lives as long as the process. Never part of a production service. */
export interface DemoIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JSONWebKeySet;
  /** A token for an officer, good for `seconds` from `now`. */
  token(officer: string, now: number, seconds: number): Promise<string>;
}

const HALF_A_DAY = 12 * 3_600;

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

/** What the demo's tokens must say. */
export function demoRules({ issuer, audience, keys }: Omit<DemoIssuer, 'token'>, now: () => number): TokenRules {
  return {
    issuer,
    audience,
    keys: createLocalJWKSet(keys),
    algorithms: ['EdDSA'],
    tokenType: 'at+jwt',
    officerClaim: 'sub',
    maxAge: HALF_A_DAY,
    tolerance: 0,
    now,
  };
}

/** Whoever the directory names comes in; nobody stands in for another agency. */
export function admitListed(directory: Pick<AgencyDirectory, 'officer'>): Admit {
  return async ({ subject, standingInFor }) =>
    (standingInFor === undefined ? directory.officer(subject) : undefined) ?? 'UNKNOWN_OFFICER';
}
