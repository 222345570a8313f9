import pg from 'pg';
import { endConflict, recordConflict } from '#access';
import {
  isSigned,
  provesConsistency,
  provesInclusion,
  readCheckpoint,
  readHash,
  readNote,
  readNotes,
  readVerifier,
  sha256,
  treeHash,
} from '#transparency';
import { until } from '../../libs/event-store/src/postgres/server.fixture.ts';
import { found, people } from '../case.steps.ts';
import { plantedCase } from '../planted.case.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let caseId: string;
const tree = treeHash(sha256);

const get = async (path: string, agency = 'wccw-441502') => {
  const authorization = agency && `Bearer ${await standing.stage.token(agency, 1)}`;
  const reply = await fetch(`${standing.stage.url}/audit/${path}`, { headers: authorization ? { authorization } : {} });
  return { status: reply.status, text: await reply.text() };
};
const hashes = (list: readonly string[]) =>
  list.map((text) => {
    const hash = readHash(text);
    if (hash === undefined) throw new Error(`${text} is no hash`);
    return hash;
  });
const jieli = (...args: string[]) =>
  jieliWith({ DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir }, ...args);

beforeAll(async () => {
  standing = await standingService();
  expect((await get('checkpoint')).status).toBe(404);
  caseId = await plantedCase(people(standing));
  expect((await jieli('audit', 'checkpoint')).code).toBe(0);
  await found(people(standing));
  expect((await jieli('audit', 'checkpoint')).code).toBe(0);
});
afterAll(() => standing.close());

it('the process on duty records what the log holds', async () => {
  await found(people(standing));
  const log = await standing.log();
  await until(async () => {
    const [tree] = await standing.query<{ size: string }>('select size from audit.tree');
    return Number(tree?.size) >= log.length;
  });
});

it('every event of a case is proved to stand under the signed checkpoint', async () => {
  const note = readNote((await get('checkpoint')).text);
  const key = (await jieli('audit', 'key')).stdout;
  expect(isSigned(note, readVerifier(key))).toBe(true);
  const { size, root } = readCheckpoint(note.text);
  const own = (await standing.log()).filter(({ stream }) => stream === `case-${caseId}`);
  expect(own.length).toBeGreaterThan(10);
  for (const { stream, revision } of own) {
    const { text } = await get(`inclusion?stream=${stream}&revision=${revision}&size=${size}`);
    const given = JSON.parse(text) as { position: number; leaf: string; proof: string[] };
    const [leaf] = hashes([given.leaf]);
    if (!leaf) throw new Error('there is no leaf');
    const proved = { leaf, index: given.position - 1, size, root, proof: hashes(given.proof) };
    expect(provesInclusion(tree, proved)).toBe(true);
    const same = JSON.parse((await get(`inclusion?position=${given.position}&size=${size}`)).text);
    expect(same).toEqual(given);
  }
});

it('by its stream an event is asked for in a case that is there for the officer; of all else there is no such event', async () => {
  const first = (await standing.log())[0];
  const audited = (await standing.log()).find(({ stream }) => stream.startsWith('reads-'))?.stream;
  const asked = (stream: string | undefined) => get(`inclusion?stream=${stream}&revision=0&size=${first ? 1 : 0}`);
  const absent = await asked('case-b3b0c1d2-0000-4000-8000-000000000000');
  expect(absent.status).toBe(404);
  expect((await asked(first?.stream)).status).toBe(200);
  const elsewhere = await get(`inclusion?stream=${first?.stream}&revision=0&size=1`, 'wccw-341722');
  expect(elsewhere).toEqual(absent);
  expect(await asked(audited)).toEqual(absent);
  expect(await asked(`case-${caseId.toUpperCase()}`)).toEqual(absent);
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  const conflict = { officer: 'wccw-441502', caseId, reason: '近亲属', by: '负责人' };
  await recordConflict(pool, conflict, standing.host.now());
  expect(await asked(`case-${caseId}`)).toEqual(absent);
  await endConflict(pool, conflict.officer, caseId, standing.host.now());
  await pool.end();
});

it('one checkpoint is proved to go on from another', async () => {
  const [first, last] = readNotes((await get('checkpoints?after=0')).text).map(({ text }) => readCheckpoint(text));
  if (!first || !last) throw new Error('there are no two checkpoints');
  const { proof } = JSON.parse((await get(`consistency?from=${first.size}&to=${last.size}`)).text) as {
    proof: string[];
  };
  const step = { from: first.size, to: last.size, fromRoot: first.root, toRoot: last.root, proof: hashes(proof) };
  expect(provesConsistency(tree, step)).toBe(true);
  expect(provesConsistency(tree, { ...step, fromRoot: last.root })).toBe(false);
  const leaves = (await get(`leaves?from=0&to=${first.size}`)).text.trimEnd().split('\n');
  expect(hashes(leaves)).toHaveLength(first.size);
});

it('only supervisors are answered', async () => {
  for (const path of [
    'checkpoint',
    'checkpoints',
    'leaves?from=0&to=1',
    'inclusion?position=1&size=1',
    'consistency?from=0&to=1',
  ]) {
    expect((await get(path)).status).toBe(200);
    expect(await get(path, '')).toMatchObject({ status: 401, text: expect.stringContaining('"UNAUTHENTICATED"') });
    for (const agency of ['psb-441502', 'ca-441502', 'rvc-441502001001']) {
      expect(await get(path, agency)).toMatchObject({ status: 403, text: expect.stringContaining('"FORBIDDEN"') });
    }
  }
});

it.each([
  'inclusion',
  'inclusion?position=0&size=1',
  'inclusion?position=1',
  'inclusion?position=1&size=999999',
  'inclusion?position=1&position=2&size=2',
  'inclusion?stream=case-1&size=1',
  'inclusion?stream=%00&revision=0&size=1',
  'consistency?from=2&to=1',
  'consistency?from=-1&to=1',
  'consistency?from=0x1&to=1',
  'consistency?from=0&to=999999',
  'leaves?from=0&to=10001',
  'leaves?from=0',
  'checkpoints?after=one',
])('%s is refused as wrong input', async (path) => {
  const { status, text } = await get(path);
  expect([path, status, JSON.parse(text).code]).toEqual([path, 400, 'BAD_USER_INPUT']);
});

it('an event that is not there is not found', async () => {
  expect((await get('inclusion?stream=case-none&revision=0&size=1')).status).toBe(404);
  expect((await get('inclusion?position=99999&size=99999')).status).toBe(404);
});
