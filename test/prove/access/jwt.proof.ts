import { createLocalJWKSet, decodeProtectedHeader, EmbeddedJWK, type JWTVerifyGetKey } from 'jose';
import { type Admit, postgresRegistry, remoteKeys, type TokenRules } from '#access';
import { desks } from '#desks';
import { systemHost } from '#runtime';
import { type Authenticate, authentication } from '../../../libs/service/src/http/authentication.ts';
import type { Proof } from '../proof.ts';
import { type GuardedPlace, guardedPlace } from './guarded.place.ts';
import { type Attack, tokenAttacks } from './token.attacks.ts';

const ROTATIONS = 4;
const KEPT = 300;

/** Every attack class is refused with the same bytes; rotation costs no request; without keys nobody comes in. */
export const jwt: Proof = async ({ full, tell }) => {
  const place = await guardedPlace();
  try {
    const attacks = await tokenAttacks(place.issuer, 'own');
    tell(`jwt: ${attacks.length} attacks`);
    const good = await knock(place, { authorization: `Bearer ${await token(place)}` });
    const answers = await Promise.all(attacks.map(({ headers }) => knock(place, headers)));
    const let_in = attacks.filter((_, n) => answers[n]?.status !== 401);
    const texts = new Set(answers.filter(({ status }) => status === 401).map(({ text }) => text));
    tell('jwt: planted mistakes');
    const missed = await mutantsMissed(place, attacks);
    tell('jwt: rotation');
    const lost = await rotation(place, full ? 400 : 80);
    tell('jwt: outage');
    const outage = await outageOf(place);
    return {
      holds: good.status === 200 && let_in.length + missed.length + lost === 0 && texts.size === 1 && outage.holds,
      figures: [
        `${attacks.length} attack classes, a right token beside them (${good.status}): ${let_in.length} let in, ${texts.size} different answer`,
        ...let_in.map(({ name }) => `LET IN: ${name}`),
        `${planted(place).length - missed.length} of ${planted(place).length} planted mistakes found: ${planted(place)
          .map(({ name }) => name)
          .join('; ')}`,
        ...missed.map((name) => `MISSED: ${name}`),
        `${ROTATIONS} rotations of the key under requests: ${lost} requests lost`,
        outage.figure,
      ],
    };
  } finally {
    await place.close();
  }
};

const token = ({ issuer }: GuardedPlace) => issuer.sign(issuer.right('own'));

async function knock({ service }: GuardedPlace, headers: Readonly<Record<string, string>>) {
  const response = await fetch(`${service.url}/desks/police/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ me { id } }"}',
  });
  return { status: response.status, text: await response.text() };
}

interface Mutant {
  readonly name: string;
  readonly rules?: Partial<TokenRules>;
  readonly admit?: (admit: Admit) => Admit;
}

/** Mistakes as they are made: each must let at least one attack in. */
function planted({ issuer }: GuardedPlace): readonly Mutant[] {
  const secrets: JWTVerifyGetKey = async (header, jws) =>
    header.alg?.startsWith('HS')
      ? new TextEncoder().encode(JSON.stringify(issuer.keys[0]?.jwk))
      : createLocalJWKSet({ keys: issuer.keys.map(({ jwk }) => jwk) })(header, jws);
  const brought: JWTVerifyGetKey = async (header, jws) =>
    decodeProtectedHeader(`${jws.protected}..`).jwk ? EmbeddedJWK(header, jws) : secrets(header, jws);
  const mutants: readonly Mutant[] = [
    { name: 'the type is not looked at', rules: { tokenType: 'JWT' } },
    { name: 'any algorithm of the key set', rules: { algorithms: ['ES256', 'ES384'] } },
    { name: 'shared secrets', rules: { algorithms: ['ES256', 'HS256'], keys: secrets } },
    { name: 'a key that the token brings', rules: { keys: brought } },
    { name: 'clocks that differ by a day', rules: { tolerance: 86_400 } },
    { name: 'age without bounds', rules: { maxAge: 864_000 } },
    { name: 'another audience', rules: { audience: 'urn:elsewhere' } },
    { name: 'another issuer', rules: { issuer: 'https://evil.example' } },
    { name: 'revocation is not looked up', admit: (admit) => (claims) => admit({ ...claims, tokenId: '' }) },
    { name: 'sign-out is not looked up', admit: (admit) => (claims) => admit({ ...claims, issuedAt: 9_999_999_999 }) },
    {
      name: 'anybody stands in for anybody',
      admit:
        (admit) =>
        ({ subject, issuedAt }) =>
          admit({ subject, issuedAt }),
    },
    {
      name: 'who is not listed is let in',
      admit: (admit) => async (claims) => {
        const found = await admit(claims);
        return found === 'UNKNOWN_OFFICER' ? admit({ ...claims, subject: 'own' }) : found;
      },
    },
  ];
  const local = createLocalJWKSet({ keys: issuer.keys.map(({ jwk }) => jwk) });
  return mutants.map((mutant) => ({ ...mutant, rules: { keys: local, ...mutant.rules } }));
}

/** The rules of the service, bent; those that no attack gets through. */
async function mutantsMissed(place: GuardedPlace, attacks: readonly Attack[]): Promise<readonly string[]> {
  const { oidc, pool, issuer } = place;
  const host = systemHost();
  const { admit } = await postgresRegistry(pool, host.now);
  const right: TokenRules = { ...oidc, keys: remoteKeys({ issuer: issuer.url }), now: Date.now };
  const missed: string[] = [];
  for (const { name, rules = {}, admit: bend = (same: Admit) => same } of planted(place)) {
    const bent = authentication({ ...right, ...rules }, bend(admit));
    const through = await Promise.all(attacks.map(({ headers }) => lets(bent, headers)));
    if (!through.includes(true)) missed.push(name);
  }
  return missed;
}

async function lets(authenticate: Authenticate, headers: Readonly<Record<string, string>>): Promise<boolean> {
  const desk = desks.find(({ name }) => name === 'police');
  if (!desk) throw new Error('there is no police desk');
  return authenticate(desk, { headers }).then(
    () => true,
    () => false,
  );
}

/** Requests go on while keys are changed, each token by the newest key; how many were not answered 200. */
async function rotation(place: GuardedPlace, requests: number): Promise<number> {
  let lost = 0;
  for (let turn = 0; turn < ROTATIONS; turn += 1) {
    await place.issuer.rotate(turn % 2 === 0);
    const bearer = { authorization: `Bearer ${await token(place)}` };
    const answers = await Promise.all(Array.from({ length: requests / ROTATIONS }, () => knock(place, bearer)));
    lost += answers.filter(({ status }) => status !== 200).length;
  }
  return lost;
}

/** The provider goes away: known keys bridge a while and no longer; then it comes back. */
async function outageOf(place: GuardedPlace): Promise<{ readonly holds: boolean; readonly figure: string }> {
  const { oidc, pool, issuer } = place;
  const { admit } = await postgresRegistry(pool, systemHost().now);
  const keys = remoteKeys({ issuer: issuer.url, keptFor: KEPT, patience: 500 });
  const own = authentication({ ...oidc, keys, now: Date.now }, admit);
  const bearer = { authorization: `Bearer ${await token(place)}` };
  const desk = desks.find(({ name }) => name === 'police');
  const status = () =>
    own(desk as never, { headers: bearer }).then(
      () => 200,
      (error: { extensions?: { http?: { status?: number } } }) => error.extensions?.http?.status ?? 500,
    );
  const before = await status();
  issuer.away = true;
  const bridged = await status();
  await new Promise((resolve) => setTimeout(resolve, KEPT * 1.5));
  const away = [await status(), await status()];
  issuer.away = false;
  const after = await status();
  return {
    holds: before === 200 && bridged === 200 && away.every((one) => one === 503) && after === 200,
    figure: `key set away: ${before} before, ${bridged} while keys are fresh, ${away.join(' and ')} after, ${after} when it is back`,
  };
}
