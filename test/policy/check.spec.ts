import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { checkPacks, describeProblem, isError, type PackProblem } from '#policy';
import { checkFolders, packSources, packVocabulary, shippedPacks } from '#runtime';

/** A pack that is right, each line known by its number. */
const RIGHT = `pack: testland
name: { zh: 试验地, en: Testland }
division: "99"
effective: "2025-01-01"
eligibility:
  under: 16
  residenceMonths: 6
  crossing: county
  ageCounted: day-after-birthday
  exclusions: []
  standing: configured
  cite: { none: a test }
powers:
  RaiseFlag:
    agencies: [RVC, PSB]
    standing: statute
    cite: { law: 未成年人保护法, article: 11(1) }
clocks:
  TRIAGE:
    name: { zh: 研判, en: Triage }
    scope: flag
    kind: duty
    starts:
      - { event: FlagRaised, when: { kind: OTHER } }
    stops: [FlagTriaged]
    within: { days: 1 }
    holder: committee
    standing: configured
    cite: { none: a test }
retention:
  CARE_FILE:
    name: { zh: 关爱档案, en: Care file }
    categories: [identity, contact]
    since: [closing, majority]
    within: { months: 36 }
    end: review
    standing: configured
    cite: { none: a test }
`;

const found = (...texts: readonly string[]) =>
  checkPacks(
    texts.map((text, n) => ({ path: `packs/${n}/pack.yaml`, text })),
    packVocabulary,
  ).problems;

const inEnglish = ({ path, line, column, message }: PackProblem) => `${path}:${line}:${column}: ${message.en}`;

const problemsOf = (...texts: readonly string[]) => found(...texts).map(inEnglish);

/** Told in Chinese as well, in one line, and not in the words of a validator. */
function expectTold(problems: readonly PackProblem[]): void {
  for (const problem of problems) {
    expect(describeProblem(problem)).toMatch(/^packs\/\d\/pack\.yaml:\d+:\d+: [^\n]+$/);
    expect(problem.message.zh).toMatch(/\p{Script=Han}.*[。：]/u);
    expect(describeProblem(problem)).not.toMatch(/Invalid|expected|received|undefined|\[object/);
  }
}

it('takes a pack that is right, and the shipped ones', () => {
  expect(problemsOf(RIGHT)).toEqual([]);
  const { files, problems } = checkFolders([shippedPacks]);
  expect(problems.map(describeProblem)).toEqual([]);
  expect(files).toHaveLength(packSources().length);
});

describe('a pack that is wrong is told with file, line and what is wrong', () => {
  const PLACE = 'packs/0/pack.yaml';

  it.each<[string, string, string, string]>([
    ['an unknown key', 'division: "99"', 'divisions: "99"', `${PLACE}:3:1: unknown key "divisions"`],
    [
      'an unknown key in a rule',
      '    holder: committee',
      '    keeper: committee',
      `${PLACE}:27:5: unknown key "keeper"`,
    ],
    [
      'a rule without citation',
      '    cite: { law: 未成年人保护法, article: 11(1) }\n',
      '',
      `${PLACE}:14:3: a rule needs a citation`,
    ],
    [
      'a quote without its seed',
      '{ law: 未成年人保护法, article: 11(1) }',
      '{ quote: 应当 }',
      `${PLACE}:17:5: a rule needs a citation`,
    ],
    ['a rule without standing', '    standing: statute\n', '', `${PLACE}:14:3: a rule needs a standing`],
    [
      'law without a source',
      '{ law: 未成年人保护法, article: 11(1) }',
      '{ none: x }',
      `${PLACE}:17:5: only a configured rule`,
    ],
    ['an unknown agency type', '[RVC, PSB]', '[RVC, FBI]', `${PLACE}:15:`],
    ['an unknown command', '  RaiseFlag:', '  RaiseFlags:', `${PLACE}:14:3: unknown command "RaiseFlags"`],
    [
      'an unknown event',
      'stops: [FlagTriaged]',
      'stops: [FlagTriagged]',
      `${PLACE}:25:13: unknown event "FlagTriagged"`,
    ],
    [
      'an unknown event with a condition',
      'event: FlagRaised',
      'event: FlagRised',
      `${PLACE}:24:9: unknown event "FlagRised"`,
    ],
    [
      'a field that the event has not',
      'when: { kind: OTHER }',
      'when: { colour: RED }',
      `${PLACE}:24:9: event FlagRaised has no field "colour"`,
    ],
    [
      'a field that is sealed',
      'when: { kind: OTHER }',
      'when: { facts: x }',
      `${PLACE}:24:9: event FlagRaised has no field "facts"`,
    ],
    [
      'a parent that is not there',
      'division: "99"',
      'extends: nowhere\ndivision: "99"',
      `${PLACE}:3:1: there is no pack "nowhere"`,
    ],
    [
      'a pack that extends itself',
      'division: "99"',
      'extends: testland\ndivision: "99"',
      `${PLACE}:3:1: "testland" extends itself`,
    ],
    ['a span that is none', '{ days: 1 }', '{ fortnights: 1 }', `${PLACE}:26:`],
    ['an unknown kind of personal data', '[identity, contact]', '[identity, hobby]', `${PLACE}:33:28: unknown kind of`],
    [
      'a kind of data that is kept twice',
      '[identity, contact]',
      '[contact, contact]',
      `${PLACE}:33:27: "contact" is kept`,
    ],
    ['an end of keeping that is none', 'end: review', 'end: burn', `${PLACE}:36:`],
    ['a time of keeping that is none', '{ months: 36 }', '{ years: 3 }', `${PLACE}:35:`],
    ['a key twice', 'division: "99"', 'division: "99"\ndivision: "98"', `${PLACE}:4:1: `],
    ['no YAML at all', 'name: {', 'name: {{{', `${PLACE}:3:`],
  ])('%s', (_, right, wrong, problem) => {
    expect(RIGHT).toContain(right);
    const problems = found(RIGHT.replace(right, wrong)).filter(isError);
    expect(problems.map((one) => inEnglish(one).slice(0, problem.length))).toContain(problem);
    expectTold(problems);
  });

  it('packs that extend one another in a circle', () => {
    const bare = (name: string, parent: string) => `pack: ${name}
name: { zh: 试, en: Test }
extends: ${parent}
division: "99"
effective: "2025-01-01"
`;
    expect(problemsOf(bare('a', 'b'), bare('b', 'a'))).toEqual([
      'packs/0/pack.yaml:3:1: "a" extends itself: a → b → a',
      'packs/1/pack.yaml:3:1: "b" extends itself: b → a → b',
    ]);
  });

  it('one that cannot be read, without a word about those that build on it', () => {
    const shipped = packSources();
    const slipped = shipped.map(({ path, text }) => ({
      path,
      text: path.endsWith('national/pack.yaml') ? text.replace('standing: statute', 'standing: statut') : text,
    }));
    expect(checkPacks(slipped, packVocabulary).problems.map(inEnglish)).toEqual([
      expect.stringMatching(/national\/pack\.yaml:22:5: a rule needs a standing/),
    ]);
  });

  it('a root pack without a rule of eligibility', () => {
    const from = RIGHT.indexOf('eligibility:');
    const text = RIGHT.slice(0, from) + RIGHT.slice(RIGHT.indexOf('powers:'));
    expect(problemsOf(text)).toEqual([`${PLACE}:1:1: needs an eligibility rule, its own or inherited`]);
  });

  it('a folder that holds no pack, or is itself one: it would go unread', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jieli-packs-'));
    try {
      expect(() => checkFolders([folder])).toThrow(/没有政策包.*There is no pack in/);
      writeFileSync(join(folder, 'pack.yaml'), RIGHT);
      expect(() => checkFolders([folder])).toThrow(/请给出它的上一级文件夹.*name the folder above it/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('in a folder on disk, by the path a person would open', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jieli-packs-'));
    try {
      mkdirSync(join(folder, 'mine'));
      writeFileSync(join(folder, 'mine', 'pack.yaml'), RIGHT.replace('[RVC, PSB]', '[RVC, FBI]'));
      const { problems, files } = checkFolders([folder]);
      expect(problems.map(({ path, line }) => [basename(dirname(path)), line])).toEqual([['mine', 15]]);
      expect(files).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
