import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { contractFolder } from '#exchange';
import { projectRoot } from '#runtime';
import { type People, people, reported } from '../case.steps.ts';
import { type StandingExchange, standingExchange } from './standing.exchange.ts';

const POLICE = 'psb-441502';
const CLIENT = join(projectRoot, 'docs/exchange/client.ts');

let exchange: StandingExchange;
let who: People;
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  exchange = await standingExchange([POLICE], 100);
  who = people(exchange.standing);
  folder = await mkdtemp(join(tmpdir(), 'jieli-client-'));
  const files = { ...exchange.identity(POLICE), authority: exchange.authority.certificate };
  const written = (name: 'key' | 'certificate' | 'authority') => {
    writeFileSync(join(folder, name), files[name]);
    return join(folder, name);
  };
  env = {
    PATH: process.env.PATH,
    EXCHANGE: `localhost:${exchange.server.port}`,
    KEY: written('key'),
    CERTIFICATE: written('certificate'),
    AUTHORITY: written('authority'),
    PROTO: contractFolder,
    STORE: join(folder, 'store'),
  };
});
afterAll(async () => {
  await exchange.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]): ChildProcess => spawn(process.execPath, [CLIENT, ...args], { env });

/** Follows until so many lines have been said, then is killed without a word. */
async function followFor(count: number): Promise<readonly string[]> {
  const client = run('follow');
  const lines: string[] = [];
  for await (const line of createInterface({ input: client.stdout as NonNullable<ChildProcess['stdout']> })) {
    lines.push(line);
    if (lines.length === count) client.kill('SIGKILL');
  }
  return lines;
}

const storedCases = () =>
  readdirSync(join(folder, 'store'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, 'store', name), 'utf8')).handoff.caseId);

describe('the example client', () => {
  it('fits on two screens', () => {
    expect(readFileSync(CLIENT, 'utf8').split('\n').length).toBeLessThanOrEqual(100);
  });

  it('stores and acknowledges what is handed over, and after being killed goes on where it was', async () => {
    const first = await reported(who);
    await followFor(1);
    const second = await reported(who, { child: { name: '李明' } });
    const lines = await followFor(existsSync(join(folder, 'store', 'cursor')) ? 1 : 2);
    expect(lines.every((line) => line.startsWith('HANDOFF_CHANGE_ARRIVED REPORT.'))).toBe(true);
    expect(storedCases().toSorted()).toEqual([first, second].toSorted());
    const receipts = (await exchange.standing.log()).filter(({ type }) => type === 'HandoffAcknowledged');
    expect(new Set(receipts.map(({ data }) => JSON.parse(data).caseId))).toEqual(new Set([first, second]));
  });

  it('begins anew where its cursor is of another log', async () => {
    const caseId = await reported(who, { child: { name: '赵敏' } });
    await exchange.standing.stage.settled();
    const store = join(folder, 'store');
    for (const name of readdirSync(store)) await rm(join(store, name));
    writeFileSync(join(store, 'cursor'), Buffer.from(`${POLICE} 9/${'x'.repeat(22)}`).toString('base64url'));
    await followFor(3);
    expect(storedCases()).toContain(caseId);
  });

  it('gives a command once for one key, and says why one is refused', async () => {
    const caseId = await reported(who, { child: { name: '张强' } });
    const message = JSON.stringify({ envelope: { idempotencyKey: 'client-1', caseId }, report: {} });
    const say = async (...args: string[]) => {
      const client = run('call', ...args);
      let said = '';
      client.stdout?.on('data', (chunk) => {
        said += chunk;
      });
      const [code] = await once(client, 'close');
      return [code, said] as const;
    };
    const [code, said] = await say('AcceptHandoff', message);
    expect([code, JSON.parse(said).outcome.events]).toEqual([0, ['CaseAccepted', 'PoliceReceiptIssued']]);
    expect(JSON.parse((await say('AcceptHandoff', message))[1]).outcome.repeated).toBe(true);
    const order = JSON.stringify({ envelope: { idempotencyKey: 'client-2', caseId }, referral: {} });
    const [refused, why] = await say('AcceptHandoff', order);
    expect([refused, why.split(' ')[0]]).toEqual([1, 'PERMISSION_DENIED']);
  });
});
