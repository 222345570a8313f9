import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkPacks } from './check.ts';
import { packSet } from './pack.ts';
import { describeProblem } from './problem.ts';
import type { PackSource } from './read.pack.ts';

const root = join(import.meta.dirname, '../packs');

/** Every file of the shipped packs. */
export const shippedSources: readonly PackSource[] = readdirSync(root)
  .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(root, folder, file)))
  .filter((path) => path.endsWith('.yaml'))
  .sort()
  .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));

const { files, problems } = checkPacks(shippedSources);
if (problems.length > 0) throw new Error(problems.map(describeProblem).join('\n'));

export const shippedFiles = files;

/** The shipped packs, merged. */
export const shippedPackSet = packSet(files);

/** The policy documents, which stand beside the repository and are no part of it: undefined where they are not at hand. */
export const documents: ReadonlyMap<string, string> | undefined = documentsIn(
  join(import.meta.dirname, '../../../../shared/seeds'),
);

function documentsIn(folder: string): ReadonlyMap<string, string> | undefined {
  if (!existsSync(folder)) return undefined;
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
