import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioJsonSchema } from '#scenario';
import { build, jieli } from './jieli.process.ts';

let folder: string;

beforeAll(build);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('tells how it is used', async () => {
  const { code, stdout, stderr } = await jieli('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const command of ['scenario', 'policy']) expect(stdout).toContain(command);
});

it.each([['dance'], ['scenario', 'dance'], ['policy', 'dance'], ['scenario', 'run', '--loud']])(
  'does not take what it does not know: %s %s %s',
  async (...args) => {
    const { code, stdout, stderr } = await jieli(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: unknown/);
    expect(stderr).toContain('--help');
  },
);

it('prints the JSON Schema of scenarios, and nothing beside it', async () => {
  const { code, stdout } = await jieli('scenario', 'schema');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
});

it('fails on a scenario that is not there, and on one that is wrong', async () => {
  const missing = join(folder, 'missing.yaml');
  const wrong = join(folder, 'wrong.yaml');
  await writeFile(wrong, 'scenario: W1\ntitle: { zh: 错, en: Wrong }\nplace: "441502001001"\nsteps: []\n');
  const { code, stdout, stderr } = await jieli('scenario', 'run', missing, wrong);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain(missing);
  expect(stdout).toContain(`${wrong}:4:`);
  expect(stdout).toContain('0 passed, 2 failed');
});

it('checks the shipped packs', async () => {
  const { code, stdout, stderr } = await jieli('policy', 'check');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('0 problems');
});

it('fails on a pack that is wrong, with its line, and on a folder that is not there', async () => {
  await mkdir(join(folder, 'mine'));
  await writeFile(join(folder, 'mine', 'pack.yaml'), 'pack: mine\ncolour: red\n');
  const wrong = await jieli('policy', 'check', folder);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toMatch(/mine\/pack\.yaml:2:1: unknown key "colour"/);
  const missing = await jieli('policy', 'check', join(folder, 'nowhere'));
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('nowhere');
});
