import { readConfig, SetupError } from './config.ts';

function refusal(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof SetupError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const SIGN_IN = { JIELI_OIDC_ISSUER: 'https://id.example.cn', JIELI_OIDC_AUDIENCE: 'urn:jieli' };

it('names every variable that is wrong at once, in both languages, and repeats no value', () => {
  const secret = 'hunter2';
  const lines = refusal({
    PORT: `${secret}`,
    DATABASE_URL: `mysql://root:${secret}@127.0.0.1/x`,
    JIELI_EVENT_STORE: secret,
    JIELI_EVENT_ORDER: secret,
    JIELI_LOG: secret,
    JIELI_OIDC_ISSUER: `https://user:${secret}@id.example.cn`,
    JIELI_OIDC_ALGORITHMS: `HS256,${secret}`,
    JIELI_OIDC_MAX_AGE: '5',
    JIELI_OIDC_TOLERANCE: '121',
    JIELI_ORIGINS: `https://desk.example.cn/${secret}`,
    JIELI_RATE: '0',
  });
  const names = new Set(lines.map((line) => line.split(' ')[0]));
  expect([...names].toSorted()).toEqual([
    'DATABASE_URL',
    'JIELI_EVENT_ORDER',
    'JIELI_EVENT_STORE',
    'JIELI_LOG',
    'JIELI_OIDC_ALGORITHMS',
    'JIELI_OIDC_AUDIENCE',
    'JIELI_OIDC_ISSUER',
    'JIELI_OIDC_MAX_AGE',
    'JIELI_OIDC_TOLERANCE',
    'JIELI_ORIGINS',
    'JIELI_RATE',
    'PORT',
  ]);
  for (const line of lines) expect(line).toMatch(/^[A-Z_]+ .*\p{Script=Han}.*。.*[a-z].*\.$/u);
  expect(lines.join('\n')).not.toContain(secret);
});

it('takes an empty variable for one that is not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', JIELI_OIDC_ISSUER: '' })).toEqual(readConfig({}));
});

describe('in production', () => {
  const production = { NODE_ENV: 'production' };

  it('the demo does not sign anybody in', () => {
    expect(refusal(production).join()).toMatch(/^JIELI_OIDC_ISSUER .*demo issuer/);
    expect(readConfig({ ...production, ...SIGN_IN }).oidc?.issuer).toBe('https://id.example.cn');
  });

  it.each([
    ['http://id.example.cn', 'https'],
    ['ftp://id.example.cn', 'https'],
  ])('tokens of %s could be overheard', (JIELI_OIDC_ISSUER, says) => {
    expect(refusal({ ...production, ...SIGN_IN, JIELI_OIDC_ISSUER }).join()).toContain(says);
  });
});

it('needs the audience with the issuer, and the address with EventStoreDB', () => {
  expect(refusal({ JIELI_OIDC_AUDIENCE: 'urn:jieli' })).toEqual([
    expect.stringMatching(/^JIELI_OIDC_ISSUER .*demo token/),
  ]);
  expect(refusal({ JIELI_OIDC_ISSUER: 'https://id.example.cn', JIELI_EVENT_STORE: 'eventstoredb' })).toEqual([
    expect.stringMatching(/^JIELI_EVENTSTOREDB_URL /),
    expect.stringMatching(/^JIELI_OIDC_AUDIENCE /),
  ]);
});

it('takes an order of events for PostgreSQL alone, which EventStoreDB has of its own', () => {
  expect(readConfig({ JIELI_EVENT_ORDER: 'horizon' }).log).toEqual({ engine: 'postgres', order: 'horizon' });
  const elsewhere = { JIELI_EVENT_STORE: 'eventstoredb', JIELI_EVENTSTOREDB_URL: 'esdb://127.0.0.1:2113' };
  expect(refusal({ ...elsewhere, JIELI_EVENT_ORDER: 'horizon' })).toEqual([
    expect.stringMatching(/^JIELI_EVENT_ORDER /),
  ]);
});

it('believes no signature that a shared secret could make', () => {
  for (const weak of ['none', 'HS256', 'HS512']) expect(refusal({ JIELI_OIDC_ALGORITHMS: weak })).toHaveLength(1);
});
