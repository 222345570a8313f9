import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet } from 'jose';
import { postgresRegistry } from '#access';
import { deskSchema, desks } from '#desks';
import type { Runtime } from '#runtime';
import { systemHost } from '#runtime';
import { appModule } from '../../../libs/service/src/http/app.module.ts';
import { authentication } from '../../../libs/service/src/http/authentication.ts';
import type { Proof } from '../proof.ts';
import { random } from '../random.ts';
import { fuzzed } from './fuzz.ts';
import { type GuardedPlace, guardedPlace } from './guarded.place.ts';
import { type QueryAttack, queryAttacks, type Reaction, send } from './query.attacks.ts';

const AT_MOST = 100;
const FULL = 100_000;
const SHORT = 1_500;
const FEW = 300;
const AT_ONCE = 8;
const TRIES = 3;

/** What no answer may tell: our files and names, the database, a hint at the schema. */
const INSIDE =
  /\/libs\/|node_modules|file:\/\/|\n\s+at |\.ts\b|select |insert |postgres|fastify|nestjs|did you mean|INTERNAL_SERVER_ERROR/i;

/** Every attack is answered 4xx at once; whatever comes, nothing breaks and nothing of the inside is told. */
export const gql: Proof = async ({ full, seed = 1, tell }) => {
  const place = await guardedPlace();
  try {
    const attacks = queryAttacks();
    const bearer = `Bearer ${await place.issuer.sign({ ...place.issuer.right('own'), exp: Math.floor(Date.now() / 1_000) + 86_400 })}`;
    tell(`gql: ${attacks.length} attacks`);
    const judged = await judge(place.service.url, bearer, attacks);
    const inputs = full ? FULL : SHORT;
    const fuzz = await fuzzing(place, inputs, seed, tell);
    tell('gql: planted mistakes');
    const missed = await mutantsMissed(place, bearer, attacks, seed);
    return {
      holds: judged.wrong.length + fuzz.wrong.length + missed.length === 0,
      figures: [
        `${attacks.length} attacks: ${judged.wrong.length} not answered 4xx within ${AT_MOST} ms without a word of the inside; the slowest ${Math.round(judged.slowest)} ms`,
        ...judged.wrong.slice(0, 10),
        `${inputs} fuzzed inputs: ${fuzz.wrong.length} answered 5xx or with a word of the inside; ${fuzz.accepted} came to an outcome`,
        ...fuzz.wrong.slice(0, 5),
        `${mutants.length - missed.length} of ${mutants.length} planted mistakes found: ${mutants.map(({ name }) => name).join('; ')}`,
        ...missed.map((name) => `MISSED: ${name}`),
      ],
    };
  } finally {
    await place.close();
  }
};

/** A machine that does something else for a moment makes one answer slow, not three. */
async function judge(url: string, bearer: string, attacks: readonly QueryAttack[], tries = TRIES) {
  const wrong: string[] = [];
  let slowest = 0;
  for (const attack of attacks) {
    const tried: Reaction[] = [];
    for (let n = 0; n < tries && (n === 0 || (tried.at(-1)?.milliseconds ?? 0) > AT_MOST); n += 1) {
      tried.push(await send(url, bearer, attack));
    }
    const { status, text, milliseconds } = tried.at(-1) as Reaction;
    slowest = Math.max(slowest, milliseconds);
    const why = [
      status >= 400 && status < 500 ? undefined : `answered ${status}`,
      milliseconds > AT_MOST ? `after ${Math.round(milliseconds)} ms` : undefined,
      INSIDE.exec(text)?.[0],
    ].filter((one) => one !== undefined);
    if (why.length > 0) wrong.push(`${attack.name}: ${why.join(', ')}: ${text.slice(0, 160)}`);
  }
  return { wrong, slowest };
}

async function fuzzing(
  { service, issuer }: GuardedPlace,
  inputs: number,
  seed: number,
  tell: (line: string) => void,
  url = service.url,
) {
  const chance = random(seed);
  const desk = desks.find(({ name }) => name === 'police');
  if (!desk) throw new Error('there is no police desk');
  const schema = deskSchema(desk);
  const wrong: string[] = [];
  let [left, accepted] = [inputs, 0];
  const worker = async (subject: string) => {
    let bearer = '';
    for (let mine = 0; left > 0; mine += 1) {
      left -= 1;
      if (left % 10_000 === 0) tell(`gql: ${left} inputs left`);
      if (mine % 1_000 === 0) bearer = `Bearer ${await issuer.sign(issuer.right(subject))}`;
      const body = fuzzed(schema, chance);
      const { status, text } = await send(url, bearer, { name: 'fuzz', body });
      if (status >= 500 || INSIDE.test(text)) wrong.push(`${status} ${text.slice(0, 200)} ← ${body.slice(0, 200)}`);
      if (text.startsWith('{"data":{') && !text.includes('"errors"')) accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => worker(n % 2 === 0 ? 'own' : 'head')));
  return { wrong, accepted };
}

interface Mutant {
  readonly name: string;
  readonly bend?: (runtime: Runtime) => Partial<Runtime>;
  readonly production?: boolean;
}

const LATE = 150;
const mutants: readonly Mutant[] = [
  { name: 'introspection left on', production: false },
  {
    name: 'a resolver that breaks on odd ids',
    bend: (runtime) => ({
      desk: (name) => ({
        ...runtime.desk(name),
        case: () => Promise.reject(new Error('select doc from desk_police.row')),
      }),
    }),
  },
  {
    name: 'a decision that throws',
    bend: () => ({ submit: () => Promise.reject(new TypeError('undefined is not a function')) }),
  },
  {
    name: 'refusals that are slow',
    bend: (runtime) => ({
      noteRefusal: async (...given) => {
        await new Promise((resolve) => setTimeout(resolve, LATE));
        return runtime.noteRefusal(...given);
      },
    }),
  },
];

/** Something of the other desks, so that the refusal of a strange command is among the attacks of the mutants. */
const STRANGE: QueryAttack = {
  name: 'a command of another desk',
  body: '{"query":"mutation { triageFlag(input: {}) { __typename } }"}',
};

async function mutantsMissed(
  place: GuardedPlace,
  bearer: string,
  attacks: readonly QueryAttack[],
  seed: number,
): Promise<readonly string[]> {
  const all = [...attacks, STRANGE];
  const bare = await baseline(place, bearer, all);
  const missed: string[] = [];
  for (const { name, bend, production = true } of mutants) {
    const { url, close } = await planted(place, bend, production);
    const attacked = namesOf((await judge(url, bearer, all)).wrong);
    const fuzz = await fuzzing(place, FEW, seed, () => undefined, url);
    await close();
    const found = [...attacked].some((attack) => !bare.has(attack)) || fuzz.wrong.length > 0;
    if (!found) missed.push(name);
  }
  return missed;
}

/** What the bare application answers wrongly without any planted mistake: it lacks the guards that stand before Fastify. */
async function baseline(place: GuardedPlace, bearer: string, attacks: readonly QueryAttack[]) {
  const { url, close } = await planted(place, undefined, true);
  const judged = await judge(url, bearer, attacks);
  await close();
  return namesOf(judged.wrong);
}

const namesOf = (wrong: readonly string[]) => new Set(wrong.map((line) => line.split(':')[0]));

async function planted({ service, issuer, oidc, pool }: GuardedPlace, bend: Mutant['bend'], production: boolean) {
  const { runtime } = service;
  const { admit } = await postgresRegistry(pool, systemHost().now);
  const keys = createLocalJWKSet({ keys: issuer.keys.map(({ jwk }) => jwk) });
  const module = appModule({
    runtime: { ...runtime, ...bend?.(runtime) },
    authenticate: authentication({ ...oidc, keys, now: Date.now }, admit),
    takeTurn: async () => undefined,
    readiness: async () => ({ status: 'ready' }),
    report: () => 'planted',
    production,
  });
  const options = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), options);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() };
}
