import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { derivedId, projectRoot } from '#runtime';
import { flag } from '../../case.steps.ts';
import { endPostgres, freePort, ServerProcess } from '../../process/jieli.process.ts';
import type { Proof } from '../proof.ts';

const WRITERS = 8;
const COMMITTEE = 'rvc-441502001001';
const DESK = '/desks/residents-committee/graphql';
const RAISE = `mutation($input: RaiseFlagInput!) { outcome: raiseFlag(input: $input) { ... on Accepted { caseId } } }`;
const PATIENCE = 5_000;

interface Acknowledged {
  readonly key: string;
  readonly caseId: string;
}

/** Eight writers over HTTP while node and PostgreSQL are killed in turn: what was acknowledged is there, once. */
export const kill9: Proof = async ({ full, tell }) => {
  const [kills, each] = full ? [100, 200] : [6, 100];
  if (!existsSync(join(projectRoot, 'dist/api.js'))) throw new Error('dist/api.js is not there: npm run build');
  const dataDir = await mkdtemp(join(tmpdir(), 'jieli-kill9-'));
  const port = await freePort();
  const acknowledged: Acknowledged[] = [];
  let writing = true;
  let server = new ServerProcess(dataDir, port);
  try {
    await server.ready();
    const writers = Array.from({ length: WRITERS }, (_, n) => writer(server.url, n, acknowledged, () => writing));
    for (let kill = 1; kill <= kills; kill += 1) {
      const before = acknowledged.length;
      while (acknowledged.length < before + each) await sleep(5);
      if (kill % 2 === 0) {
        process.kill(server.postgres(), 'SIGKILL');
        await sleep(100);
      }
      await server.kill('SIGKILL');
      server = new ServerProcess(dataDir, port);
      await server.ready();
      tell(`kill9: ${kill} of ${kills} kills, ${acknowledged.length} acknowledged`);
    }
    writing = false;
    await Promise.all(writers);
    return await judged(server, acknowledged, kills);
  } finally {
    writing = false;
    await server.kill('SIGKILL');
    await endPostgres(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
};

async function judged(server: ServerProcess, acknowledged: readonly Acknowledged[], kills: number) {
  const raised = await server.query<{ stream: string; command: string; times: number }>(
    `select stream, meta::json ->> 'commandId' as command, count(*)::int as times
     from log.event where type = 'FlagRaised' group by 1, 2`,
  );
  const [log] = await server.query<{ events: number; last: number; ids: number }>(
    'select count(*)::int as events, max(pos)::int as last, count(distinct event_id)::int as ids from log.event',
  );
  const byCommand = Map.groupBy(raised, ({ command }) => command);
  let [lost, doubled] = [0, 0];
  for (const { key, caseId } of acknowledged) {
    const there = byCommand.get(derivedId(COMMITTEE, key)) ?? [];
    if (!there.some(({ stream }) => stream === `case-${caseId}`)) lost += 1;
    if (there.length > 1 || there.some(({ times }) => times > 1)) doubled += 1;
  }
  const { events = 0, last = 0, ids = 0 } = log ?? {};
  return {
    holds: lost === 0 && doubled === 0 && events === last && ids === events,
    figures: [
      `${kills} kills, node and PostgreSQL in turn, under ${WRITERS} writers: ${acknowledged.length} acknowledged`,
      `${lost} lost, ${doubled} doubled, ${last - events} gaps in ${events} positions, ${events - ids} ids twice`,
    ],
  };
}

/** Raises one flag after the other, each again under its key until it is answered. */
async function writer(url: string, n: number, acknowledged: Acknowledged[], goesOn: () => boolean): Promise<void> {
  let token = '';
  for (let turn = 0; goesOn(); turn += 1) {
    const key = `writer-${n}-${turn}`;
    for (let caseId: string | undefined; caseId === undefined; ) {
      try {
        token ||= await tokenFrom(url);
        caseId = await raise(url, token, key);
        acknowledged.push({ key, caseId });
      } catch {
        token = ''; // keys of the demo's issuer die with the process
        await sleep(50);
      }
    }
  }
}

async function post(url: string, body: object, headers: object = {}): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  return response.json();
}

async function tokenFrom(url: string): Promise<string> {
  return ((await post(`${url}/demo/token`, { officer: COMMITTEE })) as { readonly token: string }).token;
}

async function raise(url: string, token: string, key: string): Promise<string> {
  const variables = { input: flag({ idempotencyKey: key, facts: `线索 ${key}` }) };
  const answer = await post(url + DESK, { query: RAISE, variables }, { authorization: `Bearer ${token}` });
  const { data } = answer as { readonly data?: { readonly outcome?: { readonly caseId?: string } } };
  if (!data?.outcome?.caseId) throw new Error(JSON.stringify(answer));
  return data.outcome.caseId;
}
