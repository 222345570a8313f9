import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { derivedId, projectRoot } from '#runtime';
import { MORNING, type StandingService, standingService, VILLAGE } from '../standing.service.ts';
import { committeeAt } from './committee.client.ts';
import { freePort, ServerProcess } from './jieli.process.ts';

const COMMITTEE = `rvc-${VILLAGE}`;

/** Two processes that serve and one that works, on one database; each may be killed. */
describe.each(['sequencer', 'horizon'] as const)(
  'two api processes and a worker on one database, in %s order',
  (order) => {
    let standing: StandingService;
    let servers: readonly [ServerProcess, ServerProcess];
    let endWorker: () => Promise<unknown>;
    let committees: readonly [Awaited<ReturnType<typeof committeeAt>>, Awaited<ReturnType<typeof committeeAt>>];

    beforeAll(async () => {
      standing = await standingService();
      await standing.stop(); // the schemas stand, nothing is in the log
      writeFileSync(join(standing.dataDir, 'demo.json'), JSON.stringify({ until: MORNING, finished: true, done: [] }));
      const env = { DATABASE_URL: standing.databaseUrl, JIELI_EVENT_ORDER: order };
      const served = async () => {
        const server = new ServerProcess(standing.dataDir, await freePort(), env);
        await server.ready();
        return server;
      };
      servers = [await served(), await served()];
      endWorker = await working(env);
      committees = [await committeeAt(servers[0]), await committeeAt(servers[1])];
    }, 120_000);
    afterAll(async () => {
      await Promise.all([...servers.map((server) => server.kill('SIGKILL')), endWorker()]);
      await standing.close();
    });

    async function working(env: Readonly<Record<string, string>>): Promise<() => Promise<unknown>> {
      const own = { PATH: process.env.PATH ?? '', JIELI_DATA: standing.dataDir, ...env };
      const child = spawn(process.execPath, ['dist/worker.js'], { cwd: projectRoot, env: own });
      const ended = once(child, 'close');
      const [said] = await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
      expect(String(said)).toContain('ready');
      return async () => {
        child.kill('SIGKILL');
        await ended;
      };
    }

    /** The server process of the database connection that has the duty (值守). */
    const onDuty = async () => {
      const rows = await standing.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())
         and objid = (hashtext('jieli duty')::bigint & 4294967295)::oid`,
      );
      return rows.map(({ pid }) => pid);
    };
    const happened = async (key: string) => {
      const commandId = derivedId(COMMITTEE, key);
      return (await standing.log()).filter(
        ({ stream, meta }) => stream.startsWith('case-') && meta.includes(commandId),
      );
    };

    it('knows one key that both see at once on two cases: one does it, the other says KEY_REUSED', async () => {
      for (const round of [1, 2, 3, 4, 5, 6, 7, 8]) {
        const cases = await Promise.all(committees.map((committee, n) => committee.raise(`raise-${round}-${n}`)));
        const key = `both-${round}`;
        const answers = await Promise.all(cases.map((caseId, n) => committees[n === 0 ? 0 : 1].tell(caseId, key)));
        expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['Accepted', 'KEY_REUSED']);
        const winner = answers.findIndex(({ outcome }) => outcome === 'Accepted');
        expect((await happened(key)).map(({ stream }) => stream)).toEqual([`case-${cases[winner]}`]);
      }
    });

    it('has one of them on duty; when that one is killed another takes over, and nothing is lost or shown twice', async () => {
      const [first, second] = committees;
      const told = await second.raise('before');
      expect(await second.tell(told, 'before-told')).toEqual({ outcome: 'Accepted', view: 'CAUGHT_UP' });
      const [before, ...others] = await onDuty();
      expect([before === undefined, others]).toEqual([false, []]);

      const writing = Array.from({ length: 20 }, (_, n) => second.raise(`meanwhile-${n}`));
      const cut = Promise.allSettled(Array.from({ length: 20 }, (_, n) => first.raise(`cut-${n}`)));
      await servers[0].kill('SIGKILL'); // the first that started
      await cut;
      const raised = await Promise.all(writing);
      while ((await onDuty()).every((pid) => pid === before)); // the database notices by itself that the connection is gone
      expect(await onDuty()).toHaveLength(1);
      expect(await second.tell(told, 'after-told')).toEqual({ outcome: 'Accepted', view: 'CAUGHT_UP' });
      for (const [n, caseId] of raised.entries()) expect(await second.facts(caseId)).toEqual([`线索 meanwhile-${n}`]);
      for (const n of Array(20).keys())
        expect(await second.facts(await second.raise(`cut-${n}`))).toEqual([`线索 cut-${n}`]);
      const log = await standing.log();
      expect(new Set(log.map(({ stream, revision }) => `${stream} ${revision}`)).size).toBe(log.length);
      const keys = [...Array(20).keys()].flatMap((n) => [`meanwhile-${n}`, `cut-${n}`]);
      for (const key of keys) expect((await happened(key)).filter(({ type }) => type === 'FlagRaised')).toHaveLength(1);
    });
  },
);
