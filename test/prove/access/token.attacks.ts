import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportSPKI, importJWK, type JWTPayload, SignJWT } from 'jose';
import type { Issuer } from './issuer.ts';

/** One way to come in without being let in. */
export interface Attack {
  readonly name: string;
  /** The headers that are sent. */
  readonly headers: Readonly<Record<string, string>>;
}

const json = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const HOUR = 3_600;

/** Every attack class, each with all else right. `own` is an officer who would be let in. */
export async function tokenAttacks(issuer: Issuer, own: string): Promise<readonly Attack[]> {
  const now = Math.floor(Date.now() / 1_000);
  const right = () => issuer.right(own);
  const good = await issuer.sign(right());
  const [head = '', body = '', signature = ''] = good.split('.');
  const [key] = issuer.keys;
  if (!key) throw new Error('the issuer has no key');
  const without = (claim: string) => {
    const { [claim]: _, ...rest } = right();
    return rest as JWTPayload;
  };
  const header = (more: object) => json({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...more });
  const publicText = await exportSPKI((await importJWK(key.jwk, key.alg, { extractable: true })) as CryptoKey);
  const hmac = (secret: string, alg = 'HS256') => {
    const input = `${header({ alg })}.${json(right())}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const strangerJwk = { ...issuer.stranger.jwk, kid: key.kid };
  const signed = (claims: JWTPayload, more: object = {}, by = key) => issuer.sign(claims, more, by);
  const tokens: Record<string, string> = {
    'no algorithm': `${json({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
    'no algorithm, signature kept': `${json({ alg: 'none', typ: 'at+jwt' })}.${body}.${signature}`,
    'no algorithm, in capitals': `${json({ alg: 'NONE', typ: 'at+jwt' })}.${body}.x`,
    'HMAC with the public key (PEM) as secret': hmac(publicText),
    'HMAC with the public key (JWK) as secret': hmac(JSON.stringify(key.jwk)),
    'HMAC with an empty secret': hmac(''),
    'another key under the same id': await signed(right(), { kid: key.kid }, issuer.stranger),
    'another key that it brings along (jwk)': await signed(
      right(),
      { jwk: strangerJwk, kid: key.kid },
      issuer.stranger,
    ),
    'another key at its own address (jku)': await signed(
      right(),
      { jku: `${issuer.url}/evil`, kid: 'evil' },
      issuer.stranger,
    ),
    'a certificate that it brings along (x5c)': await signed(right(), { x5c: ['AAAA'], kid: 'evil' }, issuer.stranger),
    'a key id that is a path': await signed(right(), { kid: '../../../../dev/null' }, issuer.stranger),
    'a key id that is SQL': await signed(right(), { kid: `' or '1'='1` }, issuer.stranger),
    'an algorithm that is not allowed, truly signed': await signed(right(), {}, issuer.keys[1] ?? key),
    'RS256 by a weak key': weak(right(), header({ alg: 'RS256' })),
    'an extension nobody knows (crit)': await new SignJWT(right())
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', crit: ['x'], x: 1 })
      .sign(key.privateKey, { crit: { x: true } }),
    'made for something else (id token)': await signed(right(), { typ: 'JWT' }),
    'without a type': `${json({ alg: key.alg, kid: key.kid })}.${body}.${signature}`,
    'another body': `${head}.${json({ ...right(), sub: 'head' })}.${signature}`,
    'another header': `${header({ extra: 1 })}.${body}.${signature}`,
    'no signature': `${head}.${body}.`,
    'half a signature': `${head}.${body}.${signature.slice(0, signature.length / 2)}`,
    'a signature of zeros': `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`,
    'five parts (JWE)': `${head}.${body}.${signature}.${body}.${head}`,
    'for somebody else': await signed({ ...right(), aud: 'urn:elsewhere' }),
    'for many, not for us': await signed({ ...right(), aud: ['urn:a', 'urn:b'] }),
    'for nobody': await signed(without('aud')),
    'of another issuer': await signed({ ...right(), iss: 'https://evil.example' }),
    'of an issuer with a stroke more': await signed({ ...right(), iss: `${issuer.url}/` }),
    'of no issuer': await signed(without('iss')),
    expired: await signed({ ...right(), iat: now - 600, exp: now - 300 }),
    'without an end': await signed(without('exp')),
    'with an end that is text': await signed({ ...right(), exp: '9999999999' as never }),
    'without a beginning': await signed(without('iat')),
    'not yet begun (nbf)': await signed({ ...right(), nbf: now + HOUR }),
    'issued in the future': await signed({ ...right(), iat: now + HOUR, exp: now + 2 * HOUR }),
    'old, whatever it says of its end': await signed({ ...right(), iat: now - 2 * HOUR, exp: now + HOUR }),
    'of nobody': await signed(without('sub')),
    'of a list of officers': await signed({ ...right(), sub: [own] as never }),
    'of an officer who is not listed': await signed(issuer.right('nobody')),
    'of an officer who has left': await signed(issuer.right('left')),
    'of an officer whose agency has ended': await signed(issuer.right('orphan')),
    'that was revoked': await signed({ ...right(), jti: 'revoked' }),
    'of an officer who was signed out': await signed(issuer.right('signed-out')),
    'longer than any token': `${head}.${json({ ...right(), x: 'x'.repeat(9_000) })}.${signature}`,
    'no token at all': 'x.y.z',
  };
  const bodies = Object.entries(tokens).map(([name, token]): Attack => ({ name, headers: bearer(token) }));
  return [
    ...bodies,
    { name: 'without a token', headers: {} },
    { name: 'with a password', headers: { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` } },
    { name: 'without its scheme', headers: { authorization: good } },
    { name: 'in a cookie', headers: { cookie: `access_token=${good}` } },
    { name: 'two at once', headers: { authorization: `Bearer ${good}, Bearer ${good}` } },
    {
      name: 'standing in for an agency without being its deputy',
      headers: { ...bearer(good), 'jieli-agency': 'rvc-b' },
    },
    { name: 'standing in after the last day', headers: { ...bearer(good), 'jieli-agency': 'psb-b' } },
  ];
}

function weak(claims: JWTPayload, header: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 }) as { privateKey: KeyObject };
  const input = `${header}.${json(claims)}`;
  return `${input}.${createSign('sha256').update(input).sign(privateKey).toString('base64url')}`;
}
