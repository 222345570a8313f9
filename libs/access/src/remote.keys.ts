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

const TEN_MINUTES = 600_000;
const FIVE_SECONDS = 5_000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** How often a key that is not known may be asked for: five at once, then one in two seconds, whoever makes up key ids. */
const AT_ONCE = 5;
const REFILL = 2_000;

/**
 * The keys of any standard OIDC provider: its address is found by discovery, and a key that is not known yet is asked for, so
 * that rotation needs no restart and costs no request.
 */
export function remoteKeys(options: RemoteKeysOptions): JWTVerifyGetKey {
  const { issuer, keptFor = TEN_MINUTES, patience = FIVE_SECONDS } = options;
  type KeySet = ReturnType<typeof createRemoteJWKSet>;
  let found: Promise<KeySet> | undefined;
  let questions = AT_ONCE;
  let counted = 0;
  const keySet = () => {
    found ??= keysAddress(issuer, patience).then((url) =>
      createRemoteJWKSet(url, { cacheMaxAge: keptFor, cooldownDuration: NEVER_BY_ITSELF, timeoutDuration: patience }),
    );
    return found;
  };
  const mayAsk = () => {
    const now = performance.now();
    questions = Math.min(AT_ONCE, questions + (now - counted) / REFILL);
    counted = now;
    if (questions < 1) return false;
    questions -= 1;
    return true;
  };
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    const keys = await keySet();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !mayAsk()) throw error;
      await keys.reload();
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
