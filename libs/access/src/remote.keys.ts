import { setTimeout as pause } from 'node:timers/promises';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

/** The issuer's keys cannot be had: nobody can be believed now, and nobody is (失败即关闭). */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface RemoteKeysOptions {
  readonly issuer: string;
  /** How long keys are believed without asking again, in milliseconds: so long an outage is bridged, and no longer. */
  readonly keptFor?: number;
  /** How long the provider may take to answer, in milliseconds. */
  readonly patience?: number;
}

type KeySet = ReturnType<typeof createRemoteJWKSet>;

const TEN_MINUTES = 600_000;
const FIVE_SECONDS = 5_000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The least time between two questions for a key that is not known, in milliseconds, whoever makes up key ids. */
const BETWEEN_QUESTIONS = 1_000;

/**
 * The keys of any standard OIDC provider: its address is found by discovery, and a key that is not known yet is asked for, so
 * that rotation needs no restart and costs no request. Who comes with an unknown key waits for the next question, at most a
 * second and the provider's answer; all that wait share it.
 */
export function remoteKeys(options: RemoteKeysOptions): JWTVerifyGetKey {
  const { issuer, keptFor = TEN_MINUTES, patience = FIVE_SECONDS } = options;
  let found: Promise<KeySet> | undefined;
  let waiting: Promise<void> | undefined;
  let asked = Number.NEGATIVE_INFINITY;
  const keySet = () => {
    found ??= keysAddress(issuer, patience).then((url) =>
      createRemoteJWKSet(url, { cacheMaxAge: keptFor, cooldownDuration: NEVER_BY_ITSELF, timeoutDuration: patience }),
    );
    return found;
  };
  /** A question that is under way may have been asked before the key was there: only one that is yet to come will do. */
  const askSoon = (keys: KeySet) => {
    waiting ??= pause(Math.max(0, asked + BETWEEN_QUESTIONS - performance.now())).then(() => {
      waiting = undefined;
      asked = performance.now();
      return keys.reload();
    });
    return waiting;
  };
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    const keys = await keySet();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await askSoon(keys);
      return keys(header, token);
    }
  };
  return async (header, token) => {
    try {
      return await keyOf(header, token);
    } catch (error) {
      if (BAD_TOKEN.some((kind) => error instanceof kind)) throw error;
      found = undefined; // where the keys are is asked again too: the provider may have moved them
      throw new KeysUnavailable('the keys of the identity provider cannot be had', { cause: error });
    }
  };
}

/** What is the token's own fault. */
const BAD_TOKEN = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];
const NEVER_BY_ITSELF = Number.MAX_SAFE_INTEGER;

/** OpenID Connect Discovery 1.0 §4: the document must be of the very issuer that was asked, and name keys that nobody can swap on the way. */
async function keysAddress(issuer: string, patience: number): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(patience) });
  if (!response.ok) throw new Error(`discovery was answered ${response.status}`);
  const said = (await response.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown } | null;
  if (said?.issuer !== issuer) throw new Error('the discovery document is of another issuer');
  if (typeof said.jwks_uri !== 'string' || !URL.canParse(said.jwks_uri)) throw new Error('it names no keys');
  const url = new URL(said.jwks_uri);
  if (url.protocol !== 'https:' && !LOOPBACK.has(url.hostname)) throw new Error('its keys come over plain http');
  return url;
}
