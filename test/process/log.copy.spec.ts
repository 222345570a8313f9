import { desks } from '#desks';
import type { LogEngine } from '#service';
import { DoubleServer } from '../../libs/event-store/src/eventstoredb/double/server.fixture.ts';
import { flagged, found, people } from '../case.steps.ts';
import { type StandingService, standingService } from '../standing.service.ts';
import { type Ended, startJieli } from './jieli.process.ts';

let standing: StandingService;
let double: DoubleServer;
let elsewhere: LogEngine;

beforeEach(async () => {
  double = await DoubleServer.start();
  elsewhere = { engine: 'eventstoredb', connectionString: double.connectionString, prefix: 'jieli-' };
  standing = await standingService();
  const who = people(standing);
  await found(who);
  for (let n = 0; n < 6; n += 1) await flagged(who);
  await standing.stage.settled();
});
afterEach(async () => {
  await standing.close();
  double.die();
});

/** Everything that all desks' tables hold, and what the runtime keeps beside them. */
async function shown(): Promise<unknown> {
  await standing.stage.settled();
  const tables = desks.flatMap(({ name }) => {
    const schema = `desk_${name.replaceAll('-', '_')}`;
    return [`${schema}."row"`, `${schema}.timeline`];
  });
  const contents = [...tables, 'runtime.clock', 'runtime.parked'].map(async (table) => {
    const rows = await standing.query<{ text: string }>(`select t::text as text from ${table} t order by 1`);
    return [table, rows.map(({ text }) => text)];
  });
  return Object.fromEntries(await Promise.all(contents));
}

const copying = (...args: readonly string[]) => startJieli({ JIELI_DATA: standing.dataDir }, 'log', 'copy', ...args);
const there = () => ['--from', standing.databaseUrl, '--to', double.connectionString, '--to-prefix', 'jieli-'];
const back = () => ['--from', double.connectionString, '--from-prefix', 'jieli-', '--to', standing.databaseUrl];
/** Events of the log; whose claims are, stands beside it. */
const copied = () => double.log.all.filter(({ stream }) => /^jieli-(?!claim-)/.test(stream));
const hashIn = ({ stdout }: Ended) => /SHA-256 ([0-9a-f]{64})/.exec(stdout)?.[1];

describe('jieli log copy', () => {
  it('moves the log to EventStoreDB though it is killed on the way, and back again; nothing changes for those who look', async () => {
    const [one, other] = [await flagged(people(standing)), await flagged(people(standing))];
    const tell = (caseId: string, idempotencyKey: string) =>
      people(standing).committee.outcome('RecordDissuasion', { caseId, told: '请照看孩子。', idempotencyKey });
    expect(await tell(one, 'before-the-copy')).toMatchObject({ __typename: 'Accepted' });
    await standing.stage.settled();
    const before = await shown();
    const log = await standing.log();
    await standing.stop();

    const killed = copying(...there());
    double.log.grows(() => copied().length >= log.length / 2 && killed.child.kill('SIGKILL'));
    expect((await killed.ended).code).toBeNull();
    const half = copied().length;
    expect(half).toBeGreaterThanOrEqual(Math.floor(log.length / 2));
    expect(half).toBeLessThan(log.length);

    const resumed = await copying(...there()).ended;
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.stdout).toContain(`${log.length} events`);
    expect(resumed.stdout).toContain(`${log.length - half} copied now`);
    expect(resumed.stderr).toMatch(
      new RegExp(`\\[#{30}\\] ${log.length}/${log.length} events 核对 verified, \\d+/s, 0 s left`),
    );
    expect(copied().map(({ stream, revision, type }) => [stream, revision, type])).toEqual(
      log.map(({ stream, revision, type }) => [`jieli-${stream}`, revision, type]),
    );

    await expect(standing.start()).rejects.toThrow('JIELI_EVENTSTOREDB_PREFIX=jieli-');
    await standing.start({ log: elsewhere });
    expect(await shown()).toEqual(before);
    expect(copied()).toHaveLength(log.length); // no process has done anything again
    expect(await tell(other, 'before-the-copy')).toMatchObject({ code: 'KEY_REUSED' });
    expect(await tell(one, 'meanwhile')).toMatchObject({ __typename: 'Accepted' });
    await flagged(people(standing));
    const after = await shown();
    const grown = copied().length;
    await standing.stop();

    const returned = await copying(...back()).ended;
    expect(returned).toMatchObject({ code: 0 });
    expect(returned.stdout).toContain(`${grown - log.length} copied now`);
    await standing.start();
    expect(await shown()).toEqual(after);
    expect(await standing.log()).toHaveLength(grown);
    for (const key of ['before-the-copy', 'meanwhile']) {
      expect(await tell(other, key)).toMatchObject({ code: 'KEY_REUSED' });
    }
    expect(hashIn(returned)).not.toBe(hashIn(resumed));
  }, 120_000);

  it('refuses what would harm: a running service, a target that holds something else, a database without the keys', async () => {
    const running = await copying(...there()).ended;
    expect(running).toMatchObject({ code: 1, stdout: '' });
    expect(running.stderr).toContain('stop all its processes first');
    await standing.stop();

    double.log.append('jieli-case-x', 'any', [
      {
        id: crypto.randomUUID(),
        type: 'Other',
        contentType: 'application/json',
        data: Buffer.from('{}'),
        metadata: Buffer.from(JSON.stringify({ meta: {}, attempt: 'other' })),
      },
    ]);
    const other = await copying(...there()).ended;
    expect(other).toMatchObject({ code: 1, stdout: '' });
    expect(other.stderr).toContain('Event 1 of the target is not that of the source');
    expect(other.stderr).not.toContain('    at '); // no stack
    expect(copied()).toHaveLength(1);
    await standing.start(); // and nothing has changed for the service
    await standing.stop();

    await standing.query('delete from vault.data_key');
    await standing.query(`update runtime.log set engine = 'eventstoredb', prefix = 'jieli-'`);
    const keyless = await copying(...back()).ended;
    expect(keyless).toMatchObject({ code: 1, stdout: '' });
    expect(keyless.stderr).toContain('restore its schema vault');
    await standing.start({ log: elsewhere });
  }, 120_000);

  it('says which address is wrong, and repeats none', async () => {
    await standing.stop();
    const refusals = [
      [['--from', 'mysql://root:secret@db', '--to', double.connectionString], 'A log is at'],
      [['--from', standing.databaseUrl, '--to', standing.databaseUrl], 'use pg_dump'],
      [['--from', standing.databaseUrl, '--to', 'esdb://a:secret@127.0.0.1:1?tls=false&secretive=1'], 'EventStoreDB'],
      [['--from', standing.databaseUrl], '--to'],
    ] as const;
    for (const [args, words] of refusals) {
      const { code, stdout, stderr } = await copying(...args).ended;
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(words);
      expect(stderr).not.toMatch(/secret(?!ive)| {4}at /);
    }
    await standing.start();
  }, 120_000);
});

describe('jieli log order', () => {
  it('puts the log into horizon order while the service rests, and nothing changes for those who look', async () => {
    const ordering = () =>
      startJieli({ JIELI_DATA: standing.dataDir, DATABASE_URL: standing.databaseUrl }, 'log', 'order', 'horizon');
    const before = await shown();
    const running = await ordering().ended;
    expect(running).toMatchObject({ code: 1, stdout: '' });
    expect(running.stderr).toContain('stop all its processes first');
    await standing.stop();
    await expect(standing.start({ log: { engine: 'postgres', order: 'horizon' } })).rejects.toThrow(
      'jieli log order horizon',
    );

    const log = await standing.log();
    expect(await ordering().ended).toMatchObject({ code: 0, stderr: '' });
    await standing.start({ log: { engine: 'postgres', order: 'horizon' } });
    expect(await shown()).toEqual(before);
    expect(await standing.log()).toEqual(log); // no process has done anything again
    const caseId = await flagged(people(standing));
    await standing.stage.settled();
    expect((await standing.log()).at(-1)?.stream).toContain(caseId);
    expect(await standing.query('select count(*)::int as count from log.event where turn > 0')).not.toEqual([
      { count: 0 },
    ]);
    await standing.stop();
    await expect(standing.start({ log: { engine: 'postgres', order: 'sequencer' } })).rejects.toThrow(
      'does not go back',
    );
    await standing.start();
  }, 120_000);
});
