import { checkAbove, checkWaiting } from './check.above.ts';
import { checkClockForm } from './check.clock.ts';
import { checkLadders } from './check.ladder.ts';
import { checkPlaces } from './check.places.ts';
import { checkSealed, type Sealed } from './check.sealed.ts';
import { checkClock } from './check.words.ts';
import type { Bilingual, Citation, PackFile, Standing } from './pack.schema.ts';
import { hint, type PackProblem, type Path, type Report } from './problem.ts';
import { type PackSource, readPack } from './read.pack.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What came of checking: the files of the right form, and all that is wrong or to be looked at. */
export interface PackCheck {
  readonly files: readonly PackFile[];
  readonly problems: readonly PackProblem[];
}

/**
 * Checks policy packs (政策包校验): their form, citations and names, what would keep a clock from starting, stopping or being
 * anybody's, and whether the packs fit together; each problem with file, line, column and what to do.
 *
 * @param vocabulary left out, the names of commands, events and fields are not looked at.
 * @param sealed what versions said when they were published; left out, none is held to it.
 */
export function checkPacks(sources: readonly PackSource[], vocabulary?: Vocabulary, sealed?: Sealed): PackCheck {
  const problems: PackProblem[] = [];
  const parsed = sources.flatMap((source) => readPack(source, problems) ?? []);
  for (const { file, report } of parsed) {
    checkCitations(file, report);
    checkServices(file, report);
    for (const [name, clock] of Object.entries(file.clocks)) checkClockForm(name, clock, report);
    if (vocabulary) checkNames(file, vocabulary, report);
  }
  // a pack that cannot be read is missed by every pack that builds on it: what is wrong with it is said first, and nothing of the others
  if (parsed.length === sources.length) {
    checkLadders(parsed);
    checkPlaces(parsed);
    checkWaiting(parsed);
    checkAbove(parsed);
  }
  if (sealed) checkSealed(parsed, sealed);
  const order = new Map(sources.map(({ path }, n) => [path, n]));
  const fileOf = ({ path }: PackProblem) => order.get(path) ?? 0;
  problems.sort((a, b) => fileOf(a) - fileOf(b) || a.line - b.line || a.column - b.column);
  return { files: parsed.map(({ file }) => file), problems };
}

function checkCitations(file: PackFile, report: Report): void {
  for (const [path, { standing, cite }] of rulesOf(file)) {
    const wanted = CITED[standing];
    if (wanted === undefined || wanted in cite) continue;
    const where = [...path, 'cite'];
    if ('none' in cite) {
      report(
        where,
        `没有出处的规则只能写 standing: configured，不能写 ${standing}。`,
        'only a configured rule may stand without a source',
      );
    } else {
      const form = wanted === 'seed' ? '政策文件 { seed, clause, quote }' : '法律 { law, article }';
      report(where, `${standing} 的依据须为${form}。`, `${standing} cites a ${wanted}`);
    }
  }
}

function checkNames(file: PackFile, vocabulary: Vocabulary, report: Report): void {
  const known = (
    section: 'powers' | 'orders' | 'grounds' | 'recommendations' | 'focus',
    what: Bilingual,
    names: ReadonlySet<string> | undefined,
  ) => {
    for (const name of Object.keys(file[section])) {
      if (!names || names.has(name)) continue;
      const near = hint(name, names);
      report([section, name], `没有${what.zh}“${name}”。${near.zh}`, `unknown ${what.en} "${name}"${near.en}`);
    }
  };
  known('powers', { zh: '命令', en: 'command' }, vocabulary.commands);
  known('orders', { zh: '责令种类', en: 'kind of order' }, vocabulary.orders);
  known('grounds', { zh: '训诫情形', en: 'ground' }, vocabulary.grounds);
  known('recommendations', { zh: '建议事项', en: 'subject of a recommendation' }, vocabulary.recommendations);
  known('focus', { zh: '台账类别', en: 'category of the ledger' }, vocabulary.focus);
  for (const [name, { agencies }] of Object.entries(file.powers)) {
    if (agencies !== 'any' || !vocabulary.byDuty?.has(name)) continue;
    report(
      ['powers', name, 'agencies'],
      '此项权限决定谁可以知悉，须逐一列明机构，不能写 any。',
      'this power says who may know of it: name the agencies one by one, any is no answer',
    );
  }
  for (const [name, clock] of Object.entries(file.clocks)) checkClock(name, clock, vocabulary, report);
  checkRetention(file, vocabulary.categories, report);
}

/** Known kinds of data, and none that two rules of a file would end differently. */
function checkRetention({ retention }: PackFile, known: ReadonlySet<string> | undefined, report: Report): void {
  const ruled = new Map<string, string>();
  for (const [name, { categories }] of Object.entries(retention)) {
    for (const [n, category] of categories.entries()) {
      const path = ['retention', name, 'categories', n];
      if (known && !known.has(category)) {
        const near = hint(category, known);
        report(
          path,
          `没有个人信息类别“${category}”。${near.zh}`,
          `unknown kind of personal data "${category}"${near.en}`,
        );
      }
      const other = ruled.get(category);
      if (other !== undefined) {
        report(
          path,
          `“${category}”已由“${other}”规定保存期限，请删去一处。`,
          `"${category}" is kept by "${other}" already: delete one`,
        );
      }
      ruled.set(category, name);
    }
  }
}

/** What a standing other than `configured` must be able to point at. */
const CITED: Readonly<Record<Standing, 'seed' | 'law' | undefined>> = {
  seed: 'seed',
  statute: 'law',
  secondary: 'law',
  unverified: 'law',
  configured: undefined,
};

/** Every rule of a file with where it stands in it. */
export function rulesOf(file: PackFile): readonly (readonly [Path, { standing: Standing; cite: Citation }])[] {
  const of = (
    section:
      | 'powers'
      | 'grounds'
      | 'orders'
      | 'oversight'
      | 'recommendations'
      | 'focus'
      | 'services'
      | 'clocks'
      | 'ladders'
      | 'retention',
  ) => Object.entries(file[section]).map(([name, rule]) => [[section, name], rule] as const);
  const required = Object.entries(file.orders).flatMap(([name, { requires }]) =>
    requires ? [[['orders', name, 'requires'], requires] as const] : [],
  );
  const within = Object.entries(file.recommendations).flatMap(([name, rule]) =>
    (['addressee', 'longest', 'escalation'] as const).flatMap((part) => {
      const own = rule[part];
      return own ? [[['recommendations', name, part], own] as const] : [];
    }),
  );
  const excluded = (file.eligibility?.exclusions ?? []).map(
    (rule, n) => [['eligibility', 'exclusions', n], rule] as const,
  );
  const eligibility = file.eligibility ? [[['eligibility'], file.eligibility] as const, ...excluded] : [];
  const extended = Object.entries(file.clocks).flatMap(([name, { extensions = [] }]) =>
    extensions.map((rule, n) => [['clocks', name, 'extensions', n], rule] as const),
  );
  const { workOrders } = file;
  const ordering = workOrders
    ? ([
        [['workOrders'], workOrders],
        [['workOrders', 'untested'], workOrders.untested],
        [['workOrders', 'closing'], workOrders.closing],
      ] as const)
    : [];
  const { parties } = file;
  const naming = parties
    ? ([
        [['parties', 'guidance'], parties.guidance],
        [['parties', 'elsewhere'], parties.elsewhere],
      ] as const)
    : [];
  const moving = file.transfer ? ([[['transfer', 'readOn'], file.transfer.readOn]] as const) : [];
  const clocks = [...of('clocks'), ...extended, ...of('ladders')];
  return [
    ...eligibility,
    ...of('powers'),
    ...of('grounds'),
    ...of('orders'),
    ...required,
    ...of('recommendations'),
    ...within,
    ...of('focus'),
    ...of('services'),
    ...naming,
    ...moving,
    ...ordering,
    ...clocks,
    ...of('retention'),
  ];
}

/** A service that several jurisdictions list bears one code; the case refers by these codes, so they are written alike. */
function checkServices(file: PackFile, report: Report): void {
  for (const name of Object.keys(file.services)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
      report(['services', name], '服务项目代码用大写字母、数字和下划线。', 'the code of a service is in capitals');
    }
  }
}
