import { checkPacks, describeProblem, type PackProblem } from '#policy';
import { packSources, packVocabulary } from '#runtime';

/** A county beneath a shipped pack that is right: what it writes anew, it writes whole. */
const COUNTY = `pack: my-county
name: { zh: 虚构县, en: An invented county }
extends: shanwei
division: "441599"
effective: "2025-03-01"
clocks:
  TRIAGE:
    name: { zh: 线索研判, en: Triage of a flag }
    scope: flag
    kind: duty
    starts: [{ event: FlagRaised, when: { open: true } }, { event: FlagRaised, when: { kind: PSYCH_ABNORMALITY } }]
    stops: [FlagTriaged, GuardianTold]
    within: { workingDays: 2 }
    holder: committee
    standing: configured
    cite: { none: invented }
  PROTECTION_ORDER_LIFE:
    name: { zh: 人身安全保护令有效期, en: Life of a protection order }
    scope: protection-order
    kind: term
    starts: [ProtectionOrderMade, ProtectionOrderExtended]
    stops: [ProtectionOrderExtended, ProtectionOrderRevoked]
    within: { months: 6, asWritten: months, most: 6 }
    yellow: { daysBefore: 14 }
    holder: court
    standing: configured
    cite: { none: invented }
  FILE_TERM:
    name: { zh: 办案期限, en: Term of a file }
    scope: file
    kind: duty
    starts: [PublicSecurityCaseOpened]
    stops: [PenaltyDecided]
    within: { days: 30 }
    holder: police
    extensions:
      - name: { zh: 延长, en: More time }
        to: { days: 60 }
        approver: superior
        standing: configured
        cite: { none: invented }
    standing: configured
    cite: { none: invented }
ladders:
  my-ladder:
    name: { zh: 督办, en: Urging }
    rungs:
      - { step: remind, after: { hours: 0 } }
      - { step: urge, after: { days: 2 } }
    standing: configured
    cite: { none: invented }
`;

const shipped = packSources();
const PATH = 'mine/my-county/pack.yaml';

const inBoth = ({ line, column, severity, message }: PackProblem) =>
  [`${line}:${column}`, severity, message.zh, message.en].join(' ');

function problemsOf(text: string, ...more: readonly (readonly [path: string, text: string])[]) {
  const own = [[PATH, text] as const, ...more].map(([path, one]) => ({ path, text: one }));
  return checkPacks([...shipped, ...own], packVocabulary).problems;
}

it('takes a county that is right, without a warning', () => {
  expect(problemsOf(COUNTY).map(describeProblem)).toEqual([]);
});

describe('what would kill or move a deadline without a word is an error', () => {
  it.each<[string, string, string, string, string, string]>([
    [
      'a scope of which its events know nothing',
      'scope: flag',
      'scope: order',
      '11:14',
      '永不起算',
      'would never start',
    ],
    [
      'a stop that never names the item',
      'FlagTriaged, GuardianTold',
      'OrderFulfilled',
      '12:13',
      '永不因它停止',
      'is about no flag',
    ],
    [
      'a stop of another stream',
      'FlagTriaged, GuardianTold',
      'LedgerRefreshed',
      '12:13',
      '它涉及：ledger',
      'is about no flag',
    ],
    [
      'a word where only yes or no can be',
      'open: true',
      'open: yes please',
      '11:14',
      '永不成立',
      'is never "yes please"',
    ],
    ['nothing where yes or no must be', 'open: true', 'open: null', '11:14', '永不成立', 'is never "null"'],
    [
      'a value out of a closed list',
      'kind: PSYCH_ABNORMALITY',
      'kind: PSYCH_ABNORMALTY',
      '11:59',
      '是否应为“PSYCH_ABNORMALITY”？',
      'is "PSYCH_ABNORMALITY" meant?',
    ],
    ['a yes in quotes', 'open: true', 'open: "true"', '11:14', '可以是：true, false', 'it may be true, false'],
    [
      'an event that is misspelt',
      'FlagTriaged, G',
      'FlagTriagged, G',
      '12:13',
      '是否应为“FlagTriaged”？',
      'is "FlagTriaged" meant?',
    ],
    [
      'a holder that is misspelt',
      'holder: committee',
      'holder: commitee',
      '14:5',
      '是否应为“committee”？',
      'is "committee" meant?',
    ],
    [
      'a holder whom a flag does not give',
      'holder: committee',
      'holder: police',
      '14:5',
      '找不到责任机构',
      'nobody would be charged',
    ],
    [
      'a holder of another stream',
      'holder: committee',
      'holder: addressee',
      '14:5',
      '找不到责任机构',
      'knows no addressee',
    ],
    ['a clock that is misspelt', '  TRIAGE:', '  TRIGE:', '7:3', '两个会同时计时', 'is "TRIAGE" meant?'],
    ['a day that no year has', '"2025-03-01"', '"2025-02-30"', '5:1', '须为存在的日期', 'a date of the calendar'],
    ['a million working days', 'workingDays: 2', 'workingDays: 1000000', '13:15', '过大', 'too much'],
    ['no time at all', 'workingDays: 2', 'workingDays: 0', '13:15', '不得小于 1', 'must be 1 or more'],
    ['half a day', 'workingDays: 2', 'workingDays: 1.5', '13:15', '不是整数', 'no whole number'],
    ['two spans', 'workingDays: 2', 'workingDays: 2, days: 3', '13:5', '只写一种', 'a clock needs a span'],
    ['a most that is less', 'most: 6', 'most: 3', '23:45', '小于期间本身', 'less than the 6'],
    [
      'a term that the document sets in a field of another kind',
      'asWritten: months',
      'asWritten: monts',
      '23:26',
      '是否应为“months”？',
      'is "months" meant?',
    ],
    [
      'a day that is no number',
      'within: { months: 6, asWritten: months, most: 6 }',
      'within: { untilWritten: months }',
      '23:15',
      '不是日期',
      'is not a date',
    ],
    ['yellow from before it starts', 'daysBefore: 14', 'daysBefore: 400', '24:5', '一开始就是黄色', 'yellow all along'],
    ['an extension without who decides it', '        approver: superior\n', '', '37:9', '由谁决定', 'who decides it'],
    [
      'an extension by somebody who is none',
      'approver: superior',
      'approver: mayor',
      '39:9',
      '由谁决定',
      'holder, county or superior',
    ],
    [
      'an extension that makes it shorter',
      'to: { days: 60 }',
      'to: { days: 20 }',
      '38:9',
      '延长后须更晚届满',
      'it ends later',
    ],
    [
      'an extension that gives nothing',
      'to: { days: 60 }',
      'to: { days: 30 }',
      '38:9',
      '延长后须更晚届满',
      'it ends later',
    ],
    [
      'an extension to and by',
      'to: { days: 60 }',
      'to: { days: 60 }\n        by: { days: 1 }',
      '37:9',
      '只写一种',
      'either by or to',
    ],
    [
      'rungs out of their order',
      'after: { hours: 0 }',
      'after: { days: 9 }',
      '49:9',
      '各级须按超期后的先后排列',
      'in the order of their time',
    ],
    [
      'rungs out of their order, one in hours and one in days',
      'step: remind, after: { hours: 0 }',
      'step: remind, after: { days: 2 } }\n      - { step: urge, after: { hours: 40 }',
      '49:9',
      '各级须按超期后的先后排列',
      'in the order of their time',
    ],
    [
      'a rule of doubtful standing that cites nothing',
      '    standing: configured\n    cite: { none: invented }\n  PROTECTION',
      '    standing: unverified\n    cite: { none: invented }\n  PROTECTION',
      '16:5',
      '没有出处的规则只能写 standing: configured',
      'only a configured rule may stand without a source',
    ],
    [
      'a ladder that is misspelt',
      '    extensions:',
      '    ladder: my-lader\n    extensions:',
      '36:5',
      '是否应为“my-ladder”？',
      'is "my-ladder" meant?',
    ],
    ['a division without quotes', '"441599"', '441599', '4:1', '请加引号，写成 "441599"', 'put it in quotes, "441599"'],
    ['a division that no level has', '"441599"', '"44159"', '4:1', '2、4、6、9 或 12 位', '2, 4, 6, 9 or 12 digits'],
    ['a field that is misspelt', 'scope: flag', 'scop: flag', '9:5', '是否应为“scope”？', 'is "scope" meant?'],
    [
      'a parent that is misspelt',
      'extends: shanwei',
      'extends: shanwi',
      '3:1',
      '是否应为“shanwei”？',
      'is "shanwei" meant?',
    ],
    ['a tab', '    scope: flag', '\tscope: flag', '9:1', '请改用空格', 'use spaces'],
    [
      'a division outside that of its parent',
      '"441599"',
      '"110199"',
      '4:1',
      '不在上级政策包“shanwei”的区划“4415”之内',
      'does not lie in "4415"',
    ],
    [
      'a division that has a pack',
      'extends: shanwei\ndivision: "441599"',
      'extends: guangdong\ndivision: "4415"',
      '4:1',
      '一个区划只能有一个政策包',
      'one division, one pack',
    ],
    ['the name of a shipped pack', 'pack: my-county', 'pack: shanwei', '1:1', '请换一个名称', 'choose another'],
  ])('%s', (_, right, wrong, place, zh, en) => {
    expect(COUNTY).toContain(right);
    const found = problemsOf(COUNTY.replace(right, wrong));
    expect(found.map(inBoth)).toContainEqual(
      expect.stringMatching(new RegExp(`^${place} error .*${escaped(zh)}.*${escaped(en)}`)),
    );
    for (const problem of found) expect(problem.path).toBe(PATH);
  });

  it('an exclusion that lies elsewhere', () => {
    const text = COUNTY.replace(
      'clocks:',
      `eligibility:
  { under: 16, residenceMonths: 6, crossing: county, ageCounted: birthday, standing: configured, cite: { none: x },
    exclusions: [{ code: X, name: { zh: 甲, en: A }, divisions: ["110101"], standing: configured, cite: { none: x } }] }
clocks:`,
    );
    expect(problemsOf(text).map(inBoth)).toEqual([
      '8:65 error 区划“110101”不在本政策包的区划“441599”之内。 division "110101" does not lie in "441599", that of the pack',
    ]);
  });

  it('a duty that names nobody, where the power says who may know', () => {
    const text = COUNTY.replace(
      'clocks:',
      `powers:
  RecordKeyMinorMeasure: { agencies: any, standing: configured, cite: { none: invented } }
clocks:`,
    );
    expect(problemsOf(text).map(inBoth)).toEqual([expect.stringMatching(/^7:28 error .*逐一列明机构.* one by one/)]);
  });

  it('a later version that would move the pack to another place or beneath another', () => {
    const later = COUNTY.replace('2025-03-01', '2026-03-01');
    const found = (text: string) =>
      problemsOf(COUNTY, ['mine/my-county/2026.yaml', text]).map(({ path, line }) => `${path}:${line}`);
    expect(found(later)).toEqual([]);
    expect(found(later.replace('"441599"', '"441598"'))).toEqual(['mine/my-county/2026.yaml:4']);
    expect(found(later.replace('extends: shanwei', 'extends: guangdong'))).toEqual(['mine/my-county/2026.yaml:3']);
  });

  it('two folders of one name, and two packs of one place, none of them shipped', () => {
    const found = (text: string) => problemsOf(COUNTY, ['other/pack.yaml', text]).map(({ path, line }) => [path, line]);
    expect(found(COUNTY.replace('2025-03-01', '2026-03-01'))).toEqual([['other/pack.yaml', 1]]);
    expect(found(COUNTY.replace('my-county', 'my-other-county'))).toEqual([['other/pack.yaml', 4]]);
    const whole = COUNTY.replace('my-county', 'another-root').replace('"441599"', '""').replace('shanwei', 'national');
    expect(found(whole)).toContainEqual(['other/pack.yaml', 4]); // the country has its pack
  });
});

describe('what the law may mean is a warning', () => {
  it.each<[string, string, string, string, string]>([
    [
      'a start above that is left out',
      ', { event: FlagRaised, when: { kind: PSYCH_ABNORMALITY } }]',
      ']',
      '11:5',
      '还由 FlagRaised[kind=PSYCH_ABNORMALITY] 起算',
    ],
    ['a stop above that is left out', 'FlagTriaged, GuardianTold', 'FlagTriaged', '12:5', '还由 GuardianTold 停止'],
    ['another holder', 'holder: committee', 'holder: township', '14:5', '是 holder: committee，这里改成了 township'],
    ['another kind', 'kind: duty', 'kind: window', '10:5', '是 kind: duty，这里改成了 window'],
    ['another scope, of which its events know', 'scope: flag', 'scope: case', '9:5', '是 scope: flag，这里改成了 case'],
    ['a duty that nothing stops', 'stops: [PenaltyDecided]', 'stops: []', '33:5', '只有事项终结才停止'],
  ])('%s', (_, right, wrong, place, zh) => {
    expect(COUNTY).toContain(right);
    const found = problemsOf(COUNTY.replace(right, wrong)).map(inBoth);
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${place} warning .*${escaped(zh)}`)));
    expect(found.filter((line) => !line.includes(' warning '))).toEqual([]);
  });

  it('a clock of the whole case that is about one file', () => {
    const text = COUNTY.replace('scope: file', 'scope: case').replace('holder: police', 'holder: actor');
    expect(problemsOf(text).map(inBoth)).toEqual([
      expect.stringMatching(/^30:5 warning .*是否应为 scope: file。.*Is scope file meant\?/),
    ]);
  });

  it('a term of the law that is made longer', () => {
    const text = COUNTY.replace('  FILE_TERM:', '  PS_CASE_TERM:').replace(
      '[PenaltyDecided]',
      '[PenaltyDecided, NoPenaltyDecided]',
    );
    expect(problemsOf(text).map(inBoth)).toEqual([]);
    const longer = text.replace('within: { days: 30 }', 'within: { days: 45 }');
    expect(problemsOf(longer).map(inBoth)).toEqual([expect.stringMatching(/^34:5 warning .*下级规定不能放宽法定期限/)]);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[[\](){}.?+*|^$]/g, '\\$&');
}

describe('a clock of the psychological channel', () => {
  const national = shipped.find(({ path }) => path.endsWith('national/pack.yaml'));
  const text = national?.text ?? '';
  const with_ = (changed: string) =>
    checkPacks(
      shipped.map((source) => (source === national ? { ...source, text: changed } : source)),
      packVocabulary,
    ).problems.map(describeProblem);

  it('is marked in the packs that are shipped, and in them nothing else is', () => {
    expect(text.match(/^ {4}channel: psychological$/gm)).toHaveLength(4);
    expect(with_(text)).toEqual([]);
  });

  it('without the mark would be seen before consent: it is refused, whatever its name', () => {
    const renamed = text
      .replace(/PSYCH_ACK/g, 'ANSWER_REFERRAL')
      .replace(/( {2}ANSWER_REFERRAL:\n(?: {4}.*\n)*?) {4}channel: psychological\n/, '$1');
    expect(with_(renamed)).toEqual([
      expect.stringMatching(/pack\.yaml:\d+:\d+: .*须写 channel: psychological.*say channel: psychological/),
    ]);
  });

  it('is none where others start it too: marked, whoever oversees would not see it', () => {
    const marked = text.replace(/( {2}TRIAGE:\n(?: {4}.*\n)*?)( {4}kind: duty\n)/, '$1$2    channel: psychological\n');
    expect(with_(marked)).toEqual([expect.stringMatching(/pack\.yaml:\d+:\d+: .*不写 channel.*leave out channel/)]);
  });
});
