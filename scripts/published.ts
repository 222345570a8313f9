/**
 * What others build upon, written down and kept under review: the schema of each desk (docs/sdl) and the JSON Schemas of
 * the files people write (docs/schema), and what each version of a shipped pack says (libs/policy/sealed). `npm run sdl` writes them; with `--check` it says which differ and ends with 1.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, printSchema } from 'graphql';
import { z } from 'zod';
import { deskSdl, desks } from '#desks';
import { checkPacks, describeProblem, digestsOf, packFile, sealedName } from '#policy';
import { calendarFile, digestOfRule, packSources, projectRoot } from '#runtime';
import { scenarioJsonSchema } from '#scenario';

const json = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;

/** Every rule of the shipped packs by its digest: `policy check` holds the packs to it. */
const { files: packs, problems } = checkPacks(packSources());
if (problems.length > 0) {
  console.error(problems.map(describeProblem).join('\n'));
  process.exit(1);
}
const sealed = Object.fromEntries(packs.map((file) => [sealedName(file), digestsOf(file, digestOfRule)]));

const folders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docs/sdl': Object.fromEntries(
    desks.map((desk) => [`${desk.name}.graphql`, `${printSchema(buildSchema(deskSdl(desk)))}\n`]),
  ),
  'docs/schema': {
    'scenario.schema.json': json(scenarioJsonSchema()),
    'calendar.schema.json': json(z.toJSONSchema(calendarFile, { io: 'input' })),
    'policy-pack.schema.json': json(z.toJSONSchema(packFile, { io: 'input' })),
  },
  'libs/policy/sealed': { 'rules.json': json(sealed) },
};

const checking = process.argv.includes('--check');
const different: string[] = [];
let number = 0;

for (const [folder, files] of Object.entries(folders)) {
  const path = join(projectRoot, folder);
  mkdirSync(path, { recursive: true });
  for (const name of readdirSync(path).filter((name) => !(name in files))) {
    different.push(`${folder}/${name}`);
    if (!checking) rmSync(join(path, name));
  }
  for (const [name, text] of Object.entries(files)) {
    number += 1;
    const file = join(path, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    different.push(`${folder}/${name}`);
    if (!checking) writeFileSync(file, text);
  }
}

for (const name of different) console.log(`${checking ? 'differs from the code' : 'brought up to date'}: ${name}`);
console.log(`${number} published files, ${different.length} ${checking ? 'differ' : 'changed'}`);
if (checking && different.length > 0) {
  console.error('Look at the difference, and if it is meant: npm run sdl');
  process.exitCode = 1;
}
