import { hash } from 'node:crypto';
import { type JWTPayload, type JWTVerifyResult, jwtVerify, type ResolvedKey } from 'jose';
import type { TokenRules } from './token.strategy.ts';

/** A token that was checked: by which key, and from when until when its claims hold, in milliseconds since 1970. */
interface Believed extends Pick<JWTVerifyResult, 'payload' | 'protectedHeader'> {
  readonly key: ResolvedKey['key'];
  readonly from: number;
  readonly until: number;
}

/** Remembered at the most; whose token was pushed out by others is checked anew. */
const MOST = 20_000;

/** Nothing of a token is asked for but its key: its signature is not looked at again. */
const UNSIGNED = { payload: '', signature: '' };

/**
 * Checks tokens by the rules, and each signature once: a client sends the same token with each request. What was checked is found by
 * the token's hash, and holds only while the issuer still has the very key, within the time that the token itself names, and on a
 * clock that has not been put back. Whatever is out of that is checked as if it came for the first time.
 *
 * @throws JOSEError as `jwtVerify` of jose for a token that is not to be believed, or what {@link TokenRules.keys} throws.
 */
export function believedTokens(rules: TokenRules): (token: string) => Promise<JWTPayload> {
  const { issuer, audience, keys, algorithms, tokenType, officerClaim, maxAge, tolerance, now } = rules;
  const known = new Map<string, Believed>();

  const checked = async (token: string, at: number): Promise<Believed> => {
    const { payload, protectedHeader, key } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...algorithms],
      typ: tokenType,
      maxTokenAge: maxAge,
      clockTolerance: tolerance,
      currentDate: new Date(at),
      requiredClaims: [officerClaim, 'iat', 'exp'],
    });
    const { exp = 0, iat = 0 } = payload;
    return { payload, protectedHeader, key, from: at, until: Math.min(exp, iat + maxAge) * 1_000 };
  };

  return async (token) => {
    const at = now();
    const name = hash('sha256', token, 'base64url');
    const found = known.get(name);
    if (found && at >= found.from && at < found.until) {
      const key = await keys(found.protectedHeader, UNSIGNED);
      if (key === found.key) return found.payload;
    }
    known.delete(name);
    const fresh = await checked(token, at);
    known.set(name, fresh);
    const [oldest] = known.size > MOST ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    return fresh.payload;
  };
}
