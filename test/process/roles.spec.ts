import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { projectRoot } from '#runtime';
import { authority } from '../exchange/certificates.ts';
import { type StandingService, standingService } from '../standing.service.ts';
import { imageFolder, readOnlyBut, runOf } from './image.ts';
import { freePort } from './jieli.process.ts';

const ROLES = ['api', 'worker', 'exchange'];

/** An identity provider, so that no demo is played; nobody signs in here. */
const SIGN_IN = { NODE_ENV: 'production', JIELI_OIDC_ISSUER: 'http://127.0.0.1:1', JIELI_OIDC_AUDIENCE: 'urn:desks' };

let standing: StandingService;
let image: string;

beforeAll(async () => {
  image = imageFolder();
  standing = await standingService();
});
afterAll(async () => {
  await standing.close();
  await rm(image, { recursive: true });
});

/** Starts a role as a container would and gives back what it said once it is ready, or how it ended. */
async function started(role: string, env: Readonly<Record<string, string>>) {
  const own = { PATH: process.env.PATH ?? '', JIELI_DATA: standing.dataDir, DATABASE_URL: standing.databaseUrl };
  const options = { cwd: image, env: { ...own, NODE_OPTIONS: readOnlyBut(standing.dataDir), ...env } };
  const child = spawn(process.execPath, runOf(role).command, options);
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
      writeFileSync(path, content, { mode: 0o600 });
      return [`JIELI_EXCHANGE_${name}`, path];
    }),
  );
}

/** Every command that reads what comes with the program and asks no database: the image must hold what it reads. */
const READING = [
  ['--version'],
  ['calendar', 'show', '2026'],
  ['policy', 'show', '汕尾市'],
  ['scenario', 'schema'],
  ['glossary'],
];

/** Every metric of ours that an alert or a panel asks for, as it is called where it is declared. */
const asked = ['alerts.yaml', 'dashboard.json'].flatMap((name) => {
  const text = readFileSync(join(projectRoot, 'docker/observability', name), 'utf8');
  return (text.match(/\bjieli_[a-z_]+/g) ?? []).map((metric) => metric.replace(/_(?:bucket|sum|count)$/, ''));
});

it.each(READING)('the image as the command line: %s %s', async (...command) => {
  const child = spawn(process.execPath, ['dist/jieli.js', ...command], {
    ...{ cwd: image, env: { PATH: process.env.PATH ?? '', NODE_OPTIONS: readOnlyBut('/dev/null') } },
  });
  let wrong = '';
  child.stderr.on('data', (chunk) => {
    wrong += chunk;
  });
  child.stdout.resume();
  const [code] = await once(child, 'close');
  expect([code, wrong]).toEqual([0, '']);
});

describe.each(ROLES)('the image as %s', (role) => {
  it('is healthy by its own check, serves what alerts and dashboard ask for, writes to its data alone, and ends clean', async () => {
    const files = role === 'exchange' ? await exchangeFiles() : {};
    const port = await freePort();
    const own = {
      JIELI_METRICS_ADDRESS: `127.0.0.1:${port}`,
      JIELI_EXCHANGE_ADDRESS: `127.0.0.1:${await freePort()}`,
      PORT: String(await freePort()),
      ...(role === 'api' ? SIGN_IN : {}),
    };
    const { child, ended, said } = await started(role, { ...files, ...own });
    expect(said()).toContain('ready');
    const check = spawn(process.execPath, runOf(role).health, { cwd: image, env: own });
    expect((await once(check, 'close'))[0]).toBe(0);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toContain('jieli_duty_held 1');
    const served = new Set([...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    expect(asked.filter((name) => !served.has(name) && !served.has(`${name}_count`))).toEqual([]);
    child.kill('SIGTERM');
    const killed = setTimeout(() => child.kill('SIGKILL'), runOf(role).grace); // as the runtime would
    expect(await ended).toBe(0);
    clearTimeout(killed);
    const dead = spawn(process.execPath, runOf(role).health, { cwd: image, env: own });
    expect((await once(dead, 'close'))[0]).toBe(1);
  });

  it('says in one line what is wrong with its settings, and ends with 1', async () => {
    const files = role === 'exchange' ? await exchangeFiles() : {};
    const { ended, said } = await started(role, { ...files, DATABASE_URL: role === 'api' ? 'nowhere' : '' });
    expect(await ended).toBe(1);
    expect(said().trim().split('\n')).toHaveLength(1);
    expect(said()).toContain('DATABASE_URL');
  });
});

it.each(ROLES)('the image brings every package that the bundle of %s asks for', (role) => {
  const { dependencies } = JSON.parse(readFileSync(join(image, 'package.json'), 'utf8')) as { dependencies: object };
  const bundle = readFileSync(join(image, `dist/${role}.js`), 'utf8');
  const named = [...bundle.matchAll(/^(?:import|export) (?:[^'"]* from )?["']([^."'][^"']*)["'];$/gm)].map(
    ([, id = '']) => id,
  );
  const packages = named
    .filter((id) => !isBuiltin(id))
    .map((id) =>
      id
        .split('/')
        .slice(0, id.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  expect(packages.length).toBeGreaterThan(10);
  expect(packages.filter((name) => !(name in dependencies))).toEqual([]); // the others are not there after npm ci --omit=dev
});

it('a role that would write elsewhere is stopped by the same hand', async () => {
  const script = `require('node:fs').writeFileSync(${JSON.stringify(join(image, 'elsewhere'))}, '')`;
  const env = { NODE_OPTIONS: readOnlyBut(standing.dataDir) };
  const child = spawn(process.execPath, ['-e', script], { cwd: image, env });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  expect((await once(child, 'close'))[0]).not.toBe(0);
  expect(said).toContain('ERR_ACCESS_DENIED');
});
