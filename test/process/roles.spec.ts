import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#runtime';
import { authority } from '../exchange/certificates.ts';
import { type StandingService, standingService } from '../standing.service.ts';
import { freePort } from './jieli.process.ts';

let standing: StandingService;

beforeAll(async () => {
  standing = await standingService();
});
afterAll(() => standing.close());

/** Starts a role and gives back what it said once it is ready, or how it ended. */
async function started(role: string, env: Readonly<Record<string, string>>) {
  const own = { PATH: process.env.PATH ?? '', JIELI_DATA: standing.dataDir, DATABASE_URL: standing.databaseUrl };
  const child = spawn(process.execPath, [`dist/${role}.js`], { cwd: projectRoot, env: { ...own, ...env } });
  let said = '';
  const ended = once(child, 'close').then(([code]) => code as number);
  const ready = new Promise<void>((resolve) => {
    const hear = (chunk: unknown) => {
      said += chunk;
      if (said.includes('ready')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  await Promise.race([ready, ended]);
  return { child, ended, said: () => said };
}

async function exchangeFiles(): Promise<Record<string, string>> {
  const ours = await authority('roles');
  const own = await ours.issue('localhost');
  const clients = Buffer.from('clients: [{agency: psb-441502, system: own, uri: "urn:a"}]');
  const files = { KEY: own.key, CERTIFICATE: own.certificate, AUTHORITY: ours.certificate, CLIENTS: clients };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      const path = join(standing.dataDir, name);
      writeFileSync(path, content);
      return [`JIELI_EXCHANGE_${name}`, path];
    }),
  );
}

describe.each(['worker', 'exchange'])('%s', (role) => {
  it('serves health and metrics until SIGTERM, and then ends clean', async () => {
    const files = role === 'exchange' ? await exchangeFiles() : {};
    const port = await freePort();
    const own = { JIELI_METRICS_ADDRESS: `127.0.0.1:${port}`, JIELI_EXCHANGE_ADDRESS: `127.0.0.1:${await freePort()}` };
    const { child, ended, said } = await started(role, { ...files, ...own });
    expect(said()).toContain('ready');
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('jieli_duty_held 1');
    const check = spawn(process.execPath, ['docker/health.js'], { cwd: projectRoot, env: own });
    expect((await once(check, 'close'))[0]).toBe(0);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('says in one line what is not set, and ends with 1', async () => {
    const files = role === 'exchange' ? await exchangeFiles() : {};
    const { ended, said } = await started(role, { ...files, DATABASE_URL: '' });
    expect(await ended).toBe(1);
    expect(said().trim().split('\n')).toHaveLength(1);
    expect(said()).toContain('DATABASE_URL');
  });
});
