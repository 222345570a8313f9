import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVerifier } from '#transparency';
import { flagged, people } from '../case.steps.ts';
import { plantedCase, plantedIn } from '../planted.case.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let key: string;

const audit = (...args: string[]) =>
  jieliWith({ DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir }, 'audit', ...args);
const file = (name: string) => join(standing.dataDir, name);
const lines = (name: string) => readFileSync(file(name), 'utf8').trimEnd().split('\n');

beforeAll(async () => {
  standing = await standingService();
  await plantedCase(people(standing));
  await standing.stage.settled();
  const made = await audit('checkpoint', '--notes', file('notes'));
  expect([made.code, made.stderr]).toEqual([0, '']);
  key = (await audit('key')).stdout.trim();
  expect((await audit('dump', file('dump'))).code).toBe(0);
});
afterAll(() => standing.close());

it('a dump agrees with the notes, and tells nothing of the child', async () => {
  const { code, stdout } = await audit('verify', file('dump'), '--notes', file('notes'), '--key', key);
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining(`${lines('dump').length} events agree with 1 checkpoints`),
  ]);
  expect(lines('dump')).toHaveLength((await standing.log()).length);
  expect(plantedIn(readFileSync(file('dump'), 'utf8'))).toEqual([]);
});

it('a dump that was altered afterwards is found, the position named', async () => {
  writeFileSync(file('altered'), lines('dump').toSpliced(5, 1).join('\n'));
  const found = await audit('verify', file('altered'), '-n', file('notes'), '-l', file('dump.leaves'));
  expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('First divergence at position 6.')]);
});

describe('a witness', () => {
  const witness = async (notes: string) => {
    const JIELI_TOKEN = await standing.stage.token('wccw-441502', 1);
    const args = [
      '--url',
      standing.service.url,
      '--log',
      key,
      '--notes',
      file(notes),
      '--own',
      file('witness.key.json'),
    ];
    return jieliWith({ JIELI_TOKEN }, 'audit', 'witness', ...args);
  };

  it('signs what goes on from what it noted, and a dump is verified by its notes alone', async () => {
    const first = await witness('witnessed');
    expect([first.code, first.stderr]).toEqual([0, '']);
    await flagged(people(standing));
    expect((await audit('checkpoint')).code).toBe(0);
    const second = await witness('witnessed');
    expect(second.code).toBe(0);
    const own = second.stdout.trimEnd().split(' ').at(-1) ?? '';
    const args = ['-n', file('witnessed'), '-l', file('witnessed.leaves'), '-k', own, '-k', key];
    expect((await audit('dump', file('grown'))).code).toBe(0);
    expect(await audit('verify', file('grown'), ...args)).toMatchObject({ code: 0 });
    const early = await audit('verify', file('dump'), ...args);
    const next = lines('dump').length + 1;
    expect([early.code, early.stdout]).toEqual([1, expect.stringContaining(`First divergence at position ${next}.`)]);
  });

  it('refuses a rollback and a fork, and keeps nothing of them', async () => {
    const [noted = '', newest = ''] = [readFileSync(file('notes'), 'utf8'), readFileSync(file('witnessed'), 'utf8')];
    const [, size = ''] = newest.trimEnd().split('\n\n').at(-2)?.split('\n') ?? [];
    for (const [name, text, said] of [
      ['ahead', newest.replaceAll(`\n${size}\n`, `\n${Number(size) + 1}\n`), 'rollback'],
      [
        'aside',
        noted.replace(/\n(.)(.*=)\n\n/, (_, first, rest) => `\n${first === 'A' ? 'B' : 'A'}${rest}\n\n`),
        'fork',
      ],
    ] as const) {
      writeFileSync(file(name), text);
      const { code, stderr } = await witness(name);
      expect([code, stderr]).toEqual([1, expect.stringContaining(said)]);
      expect(readFileSync(file(name), 'utf8')).toBe(text);
    }
  });
});

it('checkpoints are signed by SM2 beside Ed25519 once there is a key, and are checked by either', async () => {
  const made = await jieliWith({ DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir }, 'keys', 'sm2');
  const sm2 = made.stdout.trim();
  expect([made.code, sm2]).toEqual([0, expect.stringMatching(/^jieli\/.+\+.+\+.+$/)]);
  expect((await audit('key')).stdout).toBe(`${key}\n${sm2}\n`);
  await flagged(people(standing));
  expect((await audit('checkpoint', '--notes', file('national'))).code).toBe(0);
  expect(readFileSync(file('national'), 'utf8').match(/^\u2014 /gm)).toHaveLength(2);
  expect((await audit('dump', file('signed-twice'))).code).toBe(0);
  const verified = (notes: string, ...keys: string[]) =>
    audit('verify', file('signed-twice'), '-n', file(notes), ...keys.flatMap((one) => ['-k', one]));
  expect(await verified('national', key, sm2)).toMatchObject({ code: 0 });
  expect(await verified('national', sm2)).toMatchObject({ code: 0 });
  expect(await verified('notes', sm2)).toMatchObject({ code: 1 }); // from before there was that key
});

it('a log that was altered in its table is found, the position named, though a new dump and checkpoint were made', async () => {
  await standing.query(`alter table log.event disable trigger append_only;
    update log.event set meta = replace(meta, '2025-03-03', '2025-03-02') where pos = 4;
    alter table log.event enable trigger append_only`);
  expect((await audit('checkpoint', '--notes', file('notes'))).code).toBe(0);
  expect((await audit('dump', file('later'))).code).toBe(0);
  const found = await audit('verify', file('later'), '--notes', file('notes'), '--key', key);
  expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('First divergence at position 4.')]);
});

it('what cannot be verified is said in one line', async () => {
  const notes = ['-n', file('notes')];
  const other = key.replace(/^jieli/, 'other');
  for (const [args, said] of [
    [[file('no-dump'), ...notes], 'ENOENT'],
    [[file('dump'), '-n', file('dump')], 'Not notes or a key'],
    [[file('dump'), ...notes, '-k', 'no key'], 'Not notes or a key'],
    [[file('dump'), ...notes, '-k', other], 'Not notes or a key'],
  ] as const) {
    const { code, stderr } = await audit('verify', ...args);
    expect([code, stderr.trimEnd().split('\n')]).toEqual([1, [expect.stringContaining(said)]]);
  }
});

it('a signing key that is not this log’s is refused, and none is made in its place', async () => {
  const elsewhere = await standingService();
  try {
    const env = { DATABASE_URL: standing.databaseUrl, JIELI_DATA: elsewhere.dataDir };
    writeFileSync(join(elsewhere.dataDir, 'master.key.json'), readFileSync(file('master.key.json')));
    const { code, stderr } = await jieliWith(env, 'audit', 'checkpoint');
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not the one that signs this log')]);
  } finally {
    await elsewhere.close();
  }
});

describe('a log of the suite gm', () => {
  let national: StandingService;
  const there = (name: string) => join(national.dataDir, name);
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    jieliWith({ DATABASE_URL: national.databaseUrl, JIELI_DATA: national.dataDir, ...env }, ...args);

  beforeAll(async () => {
    national = await standingService(undefined, { suite: 'gm' });
    await plantedCase(people(national));
    await national.stage.settled();
  });
  afterAll(() => national.close());

  it('is noted by SM3 and SM2, witnessed and verified offline, the position of what was altered named', async () => {
    const made = await run(['audit', 'checkpoint', '--notes', there('notes')]);
    expect([made.code, made.stdout.split('\n')[3]]).toEqual([0, 'tree sm3']);
    const signs = (await run(['audit', 'key'])).stdout.trim();
    expect(readVerifier(signs).scheme.name).toBe('SM2');
    const JIELI_TOKEN = await national.stage.token('wccw-441502', 1);
    const from = ['--url', national.service.url, '--log', signs, '--notes', there('witnessed')];
    const seen = await run(['audit', 'witness', ...from, '--own', there('witness.key.json')], { JIELI_TOKEN });
    expect([seen.code, seen.stderr]).toEqual([0, '']);
    const own = seen.stdout.trimEnd().split(' ').at(-1) ?? '';
    expect(readVerifier(own).scheme.name).toBe('SM2');
    expect((await run(['audit', 'dump', there('dump')])).code).toBe(0);
    const keys = ['-n', there('witnessed'), '-k', signs, '-k', own];
    expect(await run(['audit', 'verify', there('dump'), ...keys])).toMatchObject({ code: 0 });
    const dumped = readFileSync(there('dump'), 'utf8').trimEnd().split('\n');
    expect(dumped[0]).toMatch(/^\["A{43}="/);
    writeFileSync(there('altered'), dumped.toSpliced(5, 1).join('\n'));
    const found = await run(['audit', 'verify', there('altered'), '-l', there('dump.leaves'), ...keys]);
    expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('First divergence at position 6.')]);
    const mixed = readFileSync(file('notes'), 'utf8') + readFileSync(there('notes'), 'utf8');
    writeFileSync(there('mixed'), mixed);
    const refused = await run(['audit', 'verify', there('dump'), '-n', there('mixed')]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('different digests')]);
  });

  it('keeps its suite, and seals with it', async () => {
    expect(await run(['audit', 'checkpoint'], { JIELI_SUITE: 'gm' })).toMatchObject({ code: 0 });
    for (const [database, suite] of [
      [national, 'intl'],
      [standing, 'gm'],
    ] as const) {
      const env = { DATABASE_URL: database.databaseUrl, JIELI_DATA: database.dataDir, JIELI_SUITE: suite };
      const { code, stderr } = await jieliWith(env, 'audit', 'checkpoint');
      expect([code, stderr]).toEqual([1, expect.stringContaining(`cannot change to ${suite}`)]);
    }
    const sealed = (await national.log()).flatMap(({ data }) => data.match(/sealed:\d/g) ?? []);
    expect(new Set(sealed)).toEqual(new Set(['sealed:2']));
    const beside = await run(['keys', 'sm2']);
    expect([beside.code, beside.stderr]).toEqual([1, expect.stringContaining('signed by SM2 already')]);
  });
});
