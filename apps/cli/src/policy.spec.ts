import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseCommands, GROUNDS, ORDER_TYPES } from '#case';
import { keyMinorCommands, ledgerCommands, surveyWorkCommands } from '#ledger';
import { checkPacks, describeProblem, digestsOf, sealedName } from '#policy';
import { recommendationCommands } from '#recommendation';
import { checkFolders, digestOfRule, packVocabulary, shippedPacks } from '#runtime';
import { shippedFiles, shippedPackSet, shippedSources } from '../../../libs/policy/src/shipped.fixture.ts';
import { describePack } from './policy.show.ts';
import { starterFiles } from './policy.starter.ts';

const vocabulary = {
  ...packVocabulary,
  orders: new Set(Object.keys(ORDER_TYPES)),
  grounds: new Set(Object.keys(GROUNDS)),
};

describe('the shipped packs and the case', () => {
  it('speak of the same commands, events, fields, orders and grounds', () => {
    expect(checkPacks(shippedSources, vocabulary).problems.map(describeProblem)).toEqual([]);
  });

  it('give every command to someone, with a citation, in the national pack', () => {
    const { powers = {} } = shippedPackSet.get('national') ?? {};
    const commands = Object.keys({
      ...caseCommands,
      ...recommendationCommands,
      ...ledgerCommands,
      ...surveyWorkCommands,
    });
    expect(commands.filter((command) => !powers[command])).toEqual([]);
  });

  it('give the key-minor register to nobody but in Shitai, whose document alone has one', () => {
    for (const pack of shippedPackSet.names) {
      const { powers = {} } = shippedPackSet.get(pack, '2026-01-01') ?? {};
      const given = Object.keys(keyMinorCommands).filter((command) => powers[command]);
      expect([pack, given]).toEqual([pack, pack === 'shitai' ? Object.keys(keyMinorCommands) : []]);
    }
  });
});

describe('a version that was published', () => {
  const versions = Object.fromEntries(shippedFiles.map((file) => [sealedName(file), digestsOf(file, digestOfRule)]));
  const found = (from: string | RegExp, to: string) => {
    const sources = shippedSources.map(({ path, text }) =>
      path === 'national/pack.yaml' ? { path, text: text.replace(from, to) } : { path, text },
    );
    expect(sources).not.toEqual(shippedSources);
    return checkPacks(sources, vocabulary, { versions, digestOf: digestOfRule }).problems.map(describeProblem);
  };
  const changed = (rule: string) => [
    expect.stringMatching(new RegExp(`^national/pack\\.yaml:\\d+:\\d+: .*${rule} 已被改动.*${rule} of a published`)),
  ];

  it('is as it was sealed: all that is shipped, each rule of it', () => {
    expect(checkFolders([shippedPacks]).problems.map(describeProblem)).toEqual([]);
    const { 'national@2024-04-26': rules = {} } = versions;
    expect(Object.keys(rules)).toEqual(
      expect.arrayContaining(['division', 'eligibility', 'clocks.TRIAGE', 'ladders.urged']),
    );
  });

  it.each<[string, string, RegExp, string]>([
    ['its time', 'clocks.TRIAGE', /( {2}TRIAGE:\n(?: {4}.*\n)*? {4}within: )\{.*\}/, '$1{ workingDays: 3 }'],
    ['whom it charges', 'clocks.TRIAGE', /( {2}TRIAGE:\n(?: {4}.*\n)*? {4}holder: )committee/, '$1township'],
    ['who may', 'powers.AcceptCase', /( {2}AcceptCase:\n {4}agencies: \[)/, '$1CA, '],
    ['its clause', 'powers.RaiseFlag', /article: 11\(1\)/, 'article: 11(2)'],
    ['a rung', 'ladders.urged', /( {2}urged:\n(?: {4}.*\n)*? {6}- \{ step: urge, after: \{ workingDays: )1/, '$14'],
    ['who is a minor of the plan', 'eligibility', /under: 16/, 'under: 14'],
  ])('is not changed in the pack that has none above it: %s', (_, rule, from, to) => {
    expect(found(from, to)).toEqual(changed(rule));
  });

  it('has no rule taken out or put in', () => {
    const ladder = /\n {2}unanswered:\n(?: {4}.*\n)+/;
    expect(found(ladder, '\n')).toContainEqual(expect.stringMatching(/ladders\.unanswered 已被删去.*was taken out/));
    expect(
      found(
        /\nladders:\n( {2}reminded:\n(?: {4}.*\n)+)/,
        '\nladders:\n  again:\n    name: { zh: 甲, en: A }\n    rungs: [{ step: remind, after: { days: 1 } }]\n    standing: configured\n    cite: { none: x }\n$1',
      ),
    ).toEqual([expect.stringMatching(/ladders\.again 是后来添上的.*was added/)]);
  });

  it('may be laid out otherwise: comments and the order of keys say nothing', () => {
    expect(found('clocks:\n', '# 时限\nclocks:\n')).toEqual([]);
    expect(found('{ zh: 全国, en: National }', '{ en: National, zh: 全国 }')).toEqual([]);
  });

  it('is followed by a later one, which is its own', () => {
    const later = {
      path: 'national/2031.yaml',
      text: 'pack: national\nname: { zh: 全国, en: National }\ndivision: ""\neffective: "2031-01-01"\namends: "2026-01-01"\n',
    };
    expect(checkPacks([...shippedSources, later], vocabulary, { versions, digestOf: digestOfRule }).problems).toEqual(
      [],
    );
  });
});

describe('jieli policy show', () => {
  it('shows each rule with its pack, standing, clause and quote', () => {
    const beijing = shippedPackSet.get('beijing', '2025-12-01');
    const text = beijing ? describePack(beijing, '2025-12-01') : '';
    expect(text).toContain('beijing@2025-10-17（beijing → national）');
    expect(text).toContain('URGE_GUIDANCE 督促接受家庭教育指导令 Order urging family-education guidance: PROC');
    expect(text).toContain('beijing · seed 政策文件原文 · 003_2898106aaa44fc99.txt 二(三)7 「依法予以訓誡」');
    expect(text).toContain(
      'ORDER_TERM 责令期限 Term of the order: as written (termMonths), else 6 months (does not roll)',
    );
    expect(text).toContain('SCHOOL_RETURN 限期返校 Return to school: as written (days); 义务 duty, scope schooling');
    expect(text).toContain('FlagRaised[kind=PSYCH_ABNORMALITY] → GuardianTold');
    expect(text).toContain('GOVERNANCE 社会治理、依法履职 Social governance, lawful performance of duties: PROC COURT');
    expect(text).toContain('通报上级机关须先 escalation after urged');
  });

  it('shows apart what waits for its track, and what it awaits', () => {
    const shitai = shippedPackSet.get('shitai');
    const [running = '', waiting = ''] = (shitai ? describePack(shitai, '2025-12-01') : '').split('待建时限');
    expect(waiting).not.toContain('ST_CONTACT_MONTH');
    expect(waiting).toContain('待 awaits: 严重精神障碍管理');
    expect(running).toContain(
      'ST_CONTACT_MONTH 每月联系 Monthly contact: once each calendar month (does not roll); 义务',
    );
    expect(running).toContain('SELF_REQUEST 主动提出救助帮扶需求 Asked for help: 跨越 across a township border');
    expect(running).toContain('DataSubmitted[for=MARCH], 每年 each year on 10-01 → DataSubmitted[for=MARCH]');
    expect(running).toContain('72 hours, 24 hours if urgent=true;');
  });
});

it('docs/policy-packs.md names every clock that waits', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/policy-packs.md'), 'utf8');
  const waiting = shippedPackSet.names.flatMap((name) => Object.keys(shippedPackSet.get(name)?.waiting ?? {}));
  expect([...new Set(waiting)].filter((clock) => !text.includes(`\`${clock}\``))).toEqual([]);
});

describe('jieli policy new', () => {
  it('writes a pack that is right and keeps the rules above', () => {
    const { 'pack.yaml': text = '' } = starterFiles({ name: 'shenzhen', parent: 'guangdong', division: '4403' });
    const own = { path: 'shenzhen/pack.yaml', text };
    expect(checkPacks([...shippedSources, own], vocabulary).problems).toEqual([]);
    const uncommented = text.replaceAll(/^# ?(?=[ a-z]+:| {2})/gm, '');
    expect(uncommented).toContain('\n    within: { workingDays: 1 }');
    expect(checkPacks([...shippedSources, { ...own, text: uncommented }], vocabulary).problems).toEqual([]);
  });

  it('writes a golden scenario in the place of the pack', () => {
    const files = starterFiles({ name: 'wenzhou', parent: 'national', division: '3303' });
    expect(files['golden/wenzhou.yaml']).toContain("place: '330300000000'");
  });
});
