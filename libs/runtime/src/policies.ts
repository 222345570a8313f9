import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { caseVocabulary } from '#case';
import { ledgerVocabulary } from '#ledger';
import {
  checkPacks,
  describeProblem,
  type PackCheck,
  type PackSet,
  type PackSource,
  packSet,
  type Vocabulary,
} from '#policy';
import { recommendationVocabulary } from '#recommendation';
import { projectRoot } from './project.root.ts';

const vocabularies = [caseVocabulary, recommendationVocabulary, ledgerVocabulary];

/** The names that packs may use: those of cases, of recommendations and of the ledger. */
export const packVocabulary: Vocabulary = {
  commands: new Set(vocabularies.flatMap(({ commands }) => [...commands])),
  events: new Set(vocabularies.flatMap(({ events }) => [...events])),
  fields: new Map(vocabularies.flatMap(({ fields }) => [...fields])),
  focus: ledgerVocabulary.focus,
  recommendations: recommendationVocabulary.recommendations,
  categories: caseVocabulary.categories,
};

/** The folder of the shipped policy packs. */
export const shippedPacks = join(projectRoot, 'libs/policy/packs');

/** Every `*.yaml` in every folder of packs, with its path as a person would name it. */
export function packSources(folder: string = shippedPacks): readonly PackSource[] {
  if (!existsSync(folder)) throw new Error(`没有政策包文件夹 ${folder}。There is no folder of packs ${folder}.`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(folder, name))
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => join(folder, name, file)),
    )
    .sort()
    .map((path) => ({ path: relative(process.cwd(), path), text: readFileSync(path, 'utf8') }));
}

/** Checks the packs of one or more folders. */
export function checkFolders(folders: readonly string[]): PackCheck {
  return checkPacks(
    folders.flatMap((folder) => packSources(folder)),
    packVocabulary,
  );
}

/** @throws Error naming file and line when a pack is wrong. */
export function loadPacks(folders: readonly string[] = [shippedPacks]): PackSet {
  const { files, problems } = checkFolders(folders);
  if (problems.length > 0) throw new Error(problems.map(describeProblem).join('\n'));
  return packSet(files);
}
