import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { admitListed, demoRules } from '#access';
import { epochOf } from '#calendar';
import { desks } from '#desks';
import { agencyTypes } from '#policy';
import type { Scenario } from '#scenario';
import { deskPath, directoryFor } from '#service';
import { authentication } from '../../libs/service/src/http/authentication.ts';
import { read } from '../desk.client.ts';
import { MORNING, type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;

/** One agency of every type there is, all of the village's county. */
const everyType = directoryFor([{ place: VILLAGE } as Scenario], agencyTypes);
const agencyOf = (type: (typeof agencyTypes)[number]) => everyType.nearest(type, VILLAGE)?.id ?? '';
const deskOf = (type: string) => desks.find(({ agencies }) => agencies.some((own) => own === type));
const deskNamed = (wanted: string) => {
  const desk = desks.find(({ name }) => name === wanted);
  if (!desk) throw new Error(`there is no desk ${wanted}`);
  return desk;
};

beforeAll(async () => {
  standing = await standingService(everyType);
});
afterAll(() => standing.close());

const knock = async (desk: (typeof desks)[number], headers: Record<string, string>) =>
  read(
    await fetch(standing.stage.url + deskPath(desk), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ me { agency { type } } cases { edges { cursor } } }"}',
    }),
  );

describe('a token', () => {
  it.each(agencyTypes.filter((type) => type !== 'SYSTEM'))('of %s opens its own desk and no other', async (type) => {
    const token = await standing.stage.token(agencyOf(type), 1);
    for (const desk of desks) {
      const reply = await knock(desk, { authorization: `Bearer ${token}` });
      if (desk === deskOf(type)) expect(reply).toMatchObject({ status: 200, data: { me: { agency: { type } } } });
      else {
        expect(reply.status).toBe(403);
        expect(reply.text).toBe(
          '{"errors":[{"message":"该令牌不属于本工作台。This token is not for this desk.","extensions":{"code":"FORBIDDEN"}}]}\n',
        );
      }
    }
  });

  it('that is none, or not to be believed, opens nothing and is not told why', async () => {
    const police = deskNamed('police');
    const { issuer } = standing.service;
    const now = epochOf(standing.host.now());
    const own = await standing.stage.token('psb-441502', 1);
    const [head = '', body = '', signature = ''] = own.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const json = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const { privateKey } = await generateKeyPair('EdDSA');
    const secret = new TextEncoder().encode(JSON.stringify(issuer.keys.keys[0]));
    const signed = (alg: string, key: CryptoKey | Uint8Array) =>
      new SignJWT({ ...claims }).setProtectedHeader({ kid: 'demo', alg, typ: 'at+jwt' }).sign(key);
    const bearers = {
      'signed by another key': await signed('EdDSA', privateKey),
      'signed with the public key as a secret': await signed('HS256', secret),
      'of no algorithm': `${json({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
      'of no algorithm, with a signature': `${json({ alg: 'none', typ: 'at+jwt' })}.${body}.${signature}`,
      'with another body': `${head}.${json({ ...claims, sub: 'ca-441502' })}.${signature}`,
      expired: await issuer.token('psb-441502', now - 120_000, 60),
      'not yet issued': await issuer.token('psb-441502', now + 3_600_000, 60),
      'of an officer nobody knows': await issuer.token('psb-110000', now, 60),
      'that is no token': 'x.y.z',
      empty: '',
    };
    const requests: [string, Record<string, string>][] = [
      ...Object.entries(bearers).map(([what, token]): [string, Record<string, string>] => [
        what,
        { authorization: `Bearer ${token}` },
      ]),
      ['absent', {}],
      ['a password', { authorization: 'Basic cHNiOng=' }],
      ['without its scheme', { authorization: own }],
    ];
    expect((await knock(police, { authorization: `Bearer ${own}` })).status).toBe(200);
    const texts = new Set<string>();
    for (const [what, headers] of requests) {
      const reply = await knock(police, headers);
      expect([what, reply.status, reply.errors[0]?.extensions.code]).toEqual([what, 401, 'UNAUTHENTICATED']);
      texts.add(reply.text);
    }
    expect(texts.size).toBe(1);
  });
});

/** Tokens of an issuer whose key the test holds: all is right with them but what is named. */
describe('a token with a true signature', () => {
  const NOW = Math.floor(epochOf(MORNING) / 1000);
  const HOURS = 3_600;
  const right = { iss: 'urn:issuer', aud: 'urn:desks', sub: 'psb-441502', iat: NOW, exp: NOW + 60 };
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;

  beforeAll(async () => {
    keys = await generateKeyPair('EdDSA');
  });

  const officerFor = async (claims: JWTPayload, typ = 'at+jwt') => {
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ }).sign(keys.privateKey);
    const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), alg: 'EdDSA' }] };
    const rules = demoRules({ issuer: 'urn:issuer', audience: 'urn:desks', keys: jwks }, () => NOW * 1000);
    const authenticate = authentication(rules, admitListed(everyType));
    return authenticate(deskNamed('police'), { headers: { authorization: `Bearer ${token}` } });
  };

  it('is believed', async () => {
    expect(await officerFor(right)).toMatchObject({ id: 'psb-441502', agency: { type: 'PSB' } });
  });

  it.each<[string, JWTPayload, string]>([
    ['for another audience', { ...right, aud: 'urn:elsewhere' }, 'at+jwt'],
    ['of another issuer', { ...right, iss: 'urn:elsewhere' }, 'at+jwt'],
    ['without an end', { ...right, exp: undefined }, 'at+jwt'],
    ['without a beginning', { ...right, iat: undefined }, 'at+jwt'],
    ['of nobody', { ...right, sub: undefined }, 'at+jwt'],
    [
      'older than a day’s work, however long it says it lasts',
      { ...right, iat: NOW - 13 * HOURS, exp: NOW + 60 },
      'at+jwt',
    ],
    ['that was made for something else', right, 'id+jwt'],
  ])('is not, %s', async (_, claims, typ) => {
    await expect(officerFor(claims, typ)).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  });
});
