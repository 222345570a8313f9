import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTVerifyGetKey, SignJWT } from 'jose';
import { believedTokens } from './believed.tokens.ts';

const T0 = 1_700_000_000_000;
const SECOND = 1_000;

async function issuer() {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const set = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'EdDSA', use: 'sig' }] });
  let keys: JWTVerifyGetKey = set;
  let now = T0;
  const believed = believedTokens({
    issuer: 'urn:issuer',
    audience: 'urn:desks',
    keys: (header, token) => keys(header, token),
    algorithms: ['EdDSA'],
    tokenType: 'at+jwt',
    officerClaim: 'sub',
    maxAge: 600,
    tolerance: 0,
    now: () => now,
  });
  const token = (subject: string, seconds: number) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'one' })
      .setIssuer('urn:issuer')
      .setAudience('urn:desks')
      .setSubject(subject)
      .setIssuedAt(T0 / SECOND)
      .setExpirationTime(T0 / SECOND + seconds)
      .sign(privateKey);
  const at = (milliseconds: number) => {
    now = T0 + milliseconds;
  };
  const has = (other: JWTVerifyGetKey) => {
    keys = other;
  };
  return { believed, token, at, has, set };
}

describe('a token that was believed once', () => {
  it('says the same again', async () => {
    const { believed, token } = await issuer();
    const [one, other] = [await token('one', 300), await token('other', 300)];
    for (const _ of [1, 2]) {
      expect(await believed(one)).toMatchObject({ sub: 'one' });
      expect(await believed(other)).toMatchObject({ sub: 'other' });
    }
  });

  it.each([
    ['its own end', 300, 300],
    ['the age that is allowed', 3_600, 601],
  ])('is not believed past %s', async (_, seconds, after) => {
    const { believed, token, at } = await issuer();
    const own = await token('one', seconds);
    await believed(own);
    at((after - 2) * SECOND);
    await expect(believed(own)).resolves.toMatchObject({ sub: 'one' });
    at(after * SECOND);
    await expect(believed(own)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });

  it('is not believed before it was issued, should the clock be put back', async () => {
    const { believed, token, at } = await issuer();
    const own = await token('one', 300);
    await believed(own);
    at(-SECOND);
    await expect(believed(own)).rejects.toMatchObject({ claim: 'iat' });
  });

  it('is not believed once its key is gone, taken by another, or cannot be had', async () => {
    const { believed, token, has, set } = await issuer();
    const own = await token('one', 300);
    const { publicKey } = await generateKeyPair('EdDSA');
    const others: readonly (readonly [JWTVerifyGetKey, string])[] = [
      [createLocalJWKSet({ keys: [] }), 'ERR_JWKS_NO_MATCHING_KEY'],
      [async () => publicKey, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
      [() => Promise.reject(Object.assign(new Error('away'), { code: 'AWAY' })), 'AWAY'],
    ];
    for (const [other, code] of others) {
      has(set);
      await believed(own);
      has(other);
      await expect(believed(own)).rejects.toMatchObject({ code });
    }
  });

  it('does not lend its belief to one that differs by a letter', async () => {
    const { believed, token } = await issuer();
    const own = await token('one', 300);
    await believed(own);
    const [head = '', body = '', signature = ''] = own.split('.');
    const last = signature.at(10) === 'A' ? 'B' : 'A';
    const altered = [head, body, `${signature.slice(0, 10)}${last}${signature.slice(11)}`].join('.');
    await expect(believed(altered)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
    await expect(believed(altered)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
  });
});
