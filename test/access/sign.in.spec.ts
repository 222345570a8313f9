import pg from 'pg';
import { importList, type ListName, revoke } from '#access';
import { instantAt } from '#calendar';
import { systemHost } from '#runtime';
import type { Service } from '#service';
import { read } from '../desk.client.ts';
import { type StandingService, standingService } from '../standing.service.ts';
import { AUDIENCE, type IdentityProvider, identityProvider } from './identity.provider.ts';

const SUBJECTS = [
  'officer-sun',
  'officer-wang',
  'officer-li',
  'officer-late',
  'officer-gone',
  'officer-nobody',
  'officer-zhao',
];

let standing: StandingService;
let provider: IdentityProvider;
let service: Service;
let pool: pg.Pool;

const today = () => systemHost().now().slice(0, 10);

async function load(name: ListName, lines: readonly string[], dryRun = false) {
  return importList(pool, name, Buffer.from(lines.join('\n')), dryRun);
}

beforeAll(async () => {
  provider = await identityProvider(SUBJECTS);
  standing = await standingService();
  pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 2 });
  pool.on('error', () => undefined); // the database is dropped under it
  const oidc = {
    issuer: provider.issuer,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    tokenType: 'at+jwt',
    officerClaim: 'sub',
    maxAge: 3_600,
    tolerance: 30,
  };
  await standing.stop();
  service = await standing.start({ oidc, directory: undefined, host: systemHost() });
  await load('agencies', [
    'id,type,division,name_zh,name_en',
    'psb-a,PSB,441502,城区公安分局,Urban police',
    'rvc-a,RVC,441502001001,新港社区,Xingang committee',
    'rvc-b,RVC,441502001002,海滨社区,Haibin committee',
  ]);
  await load('officers', [
    'id,agency,name,role,subject,valid_from,valid_until',
    'wang,psb-a,王经办,HEAD,officer-wang,,',
    'li,rvc-a,李经办,,officer-li,2020-01-01,2199-12-31',
    'sun,rvc-a,孙查阅,READER,officer-sun,,',
    'late,psb-a,已离任,,officer-late,,2020-01-01',
    'gone,psb-a,待吊销,,officer-gone,,',
    'zhao,psb-a,将改派,,officer-zhao,,',
  ]);
});
afterAll(async () => {
  await pool.end();
  await standing.close();
  await provider.close();
});

const knock = async (desk: string, headers: Record<string, string>) =>
  read(
    await fetch(`${service.url}/desks/${desk}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ me { id agency { id } } }"}',
    }),
  );
const bearer = async (subject: string) => ({ authorization: `Bearer ${await provider.token(subject)}` });

it('lets officers of the directory in by tokens of a standard provider, and nobody else', async () => {
  expect(await knock('police', await bearer('officer-wang'))).toMatchObject({
    status: 200,
    data: { me: { id: 'wang', agency: { id: 'psb-a' } } },
  });
  const refused = await Promise.all(
    ['officer-late', 'officer-nobody'].map(async (subject) => knock('police', await bearer(subject))),
  );
  for (const reply of refused) expect(reply).toMatchObject({ status: 401 });
  expect(refused[0]?.text).toBe(refused[1]?.text);
});

it('gives out no demo tokens', async () => {
  const response = await fetch(`${service.url}/demo/token`, { method: 'POST', body: '{"officer":"wang"}' });
  expect(response.status).toBe(404);
  expect((await fetch(`${service.url}/demo/officers`)).status).toBe(404);
});

it('follows the provider when it changes its key, and refuses the old one', async () => {
  const old = await bearer('officer-wang');
  expect((await knock('police', old)).status).toBe(200);
  await provider.rotate();
  const fresh = await bearer('officer-wang');
  expect((await knock('police', fresh)).status).toBe(200);
  expect((await knock('police', old)).status).toBe(401);
});

it('reads at each request who an officer is and where', async () => {
  const token = await bearer('officer-zhao');
  expect((await knock('police', token)).status).toBe(200);
  await load('officers', ['id,agency,name,role,subject', 'zhao,rvc-a,将改派,,officer-zhao']);
  expect((await knock('police', token)).status).toBe(403);
  expect(await knock('residents-committee', token)).toMatchObject({ data: { me: { agency: { id: 'rvc-a' } } } });
  await load('officers', ['id,agency,name,subject,valid_until', 'zhao,rvc-a,将改派,officer-zhao,2020-01-01']);
  expect((await knock('residents-committee', token)).status).toBe(401);
});

it('lets a reader read and give no commands, whatever case is named', async () => {
  const token = await bearer('officer-sun');
  const give = async (caseId: string) =>
    read(
      await fetch(`${service.url}/desks/residents-committee/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...token },
        body: JSON.stringify({
          query: 'mutation($input: RecordDissuasionInput!) { recordDissuasion(input: $input) { __typename } }',
          variables: { input: { caseId, idempotencyKey: 'reader', told: '请照看孩子。' } },
        }),
      }),
    );
  expect((await knock('residents-committee', token)).status).toBe(200);
  const reply = await give('b3b0c1d2-0000-4000-8000-000000000000');
  expect(reply.errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect(await standing.log()).toEqual([]);
});

it('lets a deputy stand in for another agency on the days that were set, and for no other', async () => {
  const token = await bearer('officer-li');
  const forB = { ...token, 'jieli-agency': 'rvc-b' };
  expect((await knock('residents-committee', forB)).status).toBe(401);
  await load('deputies', ['officer,agency,valid_from,valid_until', `li,rvc-b,${today()},${today()}`]);
  expect(await knock('residents-committee', forB)).toMatchObject({
    data: { me: { id: 'li', agency: { id: 'rvc-b' } } },
  });
  expect(await knock('residents-committee', token)).toMatchObject({ data: { me: { agency: { id: 'rvc-a' } } } });
  expect((await knock('police', { ...token, 'jieli-agency': 'psb-a' })).status).toBe(401);
  await load('deputies', [
    'officer,agency,valid_from,valid_until',
    `li,rvc-b,${today()},${today()}`,
    'li,psb-a,2020-01-01,2020-01-02',
  ]);
  expect((await knock('police', { ...token, 'jieli-agency': 'psb-a' })).status).toBe(401);
});

it('believes no token that was revoked, and believes the one after it', async () => {
  const token = await bearer('officer-gone');
  const other = await bearer('officer-gone');
  const claims = JSON.parse(Buffer.from(token.authorization.split('.')[1] ?? '', 'base64url').toString()) as {
    jti: string;
    iat: number;
  };
  expect((await knock('police', token)).status).toBe(200);
  await revoke(pool, { kind: 'token', value: claims.jti, reason: '设备遗失' }, systemHost().now());
  expect((await knock('police', token)).status).toBe(401);
  expect((await knock('police', other)).status).toBe(200);
  await revoke(pool, { kind: 'officer', value: 'gone', reason: '设备遗失' }, instantAt(claims.iat * 1_000));
  expect((await knock('police', other)).status).toBe(401);
  await revoke(pool, { kind: 'officer', value: 'gone', reason: '设备遗失' }, instantAt((claims.iat - 10) * 1_000));
  expect((await knock('police', other)).status).toBe(200);
  expect(await revoke(pool, { kind: 'officer', value: 'no-one', reason: 'x' }, systemHost().now())).toBe(false);
});

it('lets nobody in while the keys cannot be had, and says to come again', async () => {
  const own = await standing.start({
    oidc: {
      issuer: 'http://127.0.0.1:1',
      audience: AUDIENCE,
      algorithms: ['ES256'],
      tokenType: 'at+jwt',
      officerClaim: 'sub',
      maxAge: 3_600,
      tolerance: 30,
    },
    directory: undefined,
    host: systemHost(),
  });
  const response = await fetch(`${own.url}/desks/police/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await bearer('officer-wang')) },
    body: '{"query":"{ me { id } }"}',
  });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
});
