import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { caseVocabulary } from '#case';
import { ledgerVocabulary } from '#ledger';
import {
  checkPacks,
  describeProblem,
  isError,
  type PackCheck,
  type PackSet,
  type PackSource,
  packSet,
  type Sealed,
  type Vocabulary,
} from '#policy';
import { recommendationVocabulary } from '#recommendation';
import { projectRoot } from './project.root.ts';

const vocabularies = [caseVocabulary, recommendationVocabulary, ledgerVocabulary];

/** The names that packs may use: those of cases, of recommendations and of the ledger. */
export const packVocabulary: Vocabulary = {
  commands: new Set(vocabularies.flatMap(({ commands }) => [...commands])),
  events: new Map(vocabularies.flatMap(({ events }) => [...events])),
  focus: ledgerVocabulary.focus,
  byDuty: ledgerVocabulary.byDuty,
  recommendations: recommendationVocabulary.recommendations,
  categories: caseVocabulary.categories,
  channel: caseVocabulary.channel,
};

/** The folder of the shipped policy packs. */
export const shippedPacks = join(projectRoot, 'libs/policy/packs');

/** What the shipped versions said when they were published: each rule by a digest of it; `npm run sdl` writes it. */
const sealedRules = join(projectRoot, 'libs/policy/sealed/rules.json');

/** Sixteen digits of SHA-256: a slip of the pen does not meet another, and nobody's hand is kept out by it. */
export const digestOfRule: Sealed['digestOf'] = (text) => hash('sha256', text, 'hex').slice(0, 16);

/** @throws Error when the file is not there: it is shipped with the packs. */
function sealed(): Sealed {
  const versions = JSON.parse(readFileSync(sealedRules, 'utf8')) as Sealed['versions'];
  return { versions, digestOf: digestOfRule };
}

/** A folder in which packs are not as they should be: said in Chinese and English, and without a stack. */
export class WrongPackFolder extends Error {}

/**
 * Every `*.yaml` in every folder of packs, with its path as a person would name it.
 *
 * @throws WrongPackFolder where the folder is not there, holds none, or is itself the folder of one pack, which would go unread.
 */
export function packSources(folder: string = shippedPacks): readonly PackSource[] {
  if (!existsSync(folder))
    throw new WrongPackFolder(`没有政策包文件夹 ${folder}。There is no folder of packs ${folder}.`);
  const stray = readdirSync(folder).find((file) => file.endsWith('.yaml'));
  if (stray !== undefined) {
    throw new WrongPackFolder(
      `${join(folder, stray)} 不会被读取：每个政策包一个子文件夹；若 ${folder} 本身是一个政策包，请给出它的上一级文件夹。${join(folder, stray)} would not be read: a pack has a folder of its own; if this is one, name the folder above it.`,
    );
  }
  const sources = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(folder, name))
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => join(folder, name, file)),
    )
    .sort()
    .map((path) => ({ path: relative(process.cwd(), path), text: readFileSync(path, 'utf8') }));
  if (sources.length > 0) return sources;
  throw new WrongPackFolder(
    `文件夹 ${folder} 里没有政策包：每个政策包一个子文件夹，如 ${join(folder, 'my-city', 'pack.yaml')}。There is no pack in ${folder}: each has a folder of its own, as in this example.`,
  );
}

/** Checks the packs of one or more folders; one that is named twice is read once. */
export function checkFolders(folders: readonly string[]): PackCheck {
  return checkPacks(
    [...new Set(folders.map((folder) => resolve(folder)))].flatMap((folder) => packSources(folder)),
    packVocabulary,
    sealed(),
  );
}

/** @throws Error naming file and line when a pack is wrong. */
export function loadPacks(folders: readonly string[] = [shippedPacks]): PackSet {
  const { files, problems } = checkFolders(folders);
  const wrong = problems.filter(isError);
  if (wrong.length > 0) throw new Error(wrong.map(describeProblem).join('\n'));
  return packSet(files);
}
