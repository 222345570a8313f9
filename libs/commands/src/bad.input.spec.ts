import {
  caseId,
  child,
  flag,
  ofChild,
  ofDiscovery,
  ofFile,
  ofFlag,
  ofMeasure,
  ofMove,
  ofNote,
  ofNoteSeen,
  ofOrder,
  ofPlace,
  ofReport,
  ofReturn,
  ofSession,
  ofTriage,
  problems,
  rules,
  sent,
} from './commands.fixture.ts';
import { BadInput } from './index.ts';

describe('what is taken', () => {
  it.each([
    ['a rare character with a variation selector', '葛\u{e0100}城'],
    ['a character beyond the BMP, one for private use', '𠮷\ue000'],
    ['Uyghur', 'مەھمۇت ئابدۇللا'],
    ['Kazakh with a non-joiner', 'نۇر\u200cبولات'],
    ['Tibetan', 'བཀྲ་ཤིས་དོན་གྲུབ'],
    ['Mongolian with a vowel separator and a variation selector', 'ᠨᠠᠷᠠᠨᠴᠡᠴᠡᠭ\u180e\u1820\u180b'],
    ['Yi and Zhuang', 'ꆈꌠ Vangz Ciengz'],
    ['combining marks', 'Nguye\u0302\u0303n Thi\u0323 Hoa'],
    ['Korean in parts', '\u1100\u1161\u11a8'],
    ['a middle dot', '买买提·艾力'],
  ])('a name in %s', (_, name) => {
    expect(ofChild({ name })).toEqual([]);
  });

  it.each([
    '13800138000',
    '+86 138-0013-8000',
    '(0660) 337 2521',
    '0660-3372521转801',
    '110',
    '12338',
    '１３８００１３８０００',
  ])('the telephone number %s', (phone) => {
    expect(ofChild({ phone })).toEqual([]);
  });

  it('marks and joiners in a free text, which are written there', () => {
    expect(ofNote('一家 👨\u200d👩\u200d👧，ئۇيغۇرچە\u200f (2).')).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each<[string, () => string[], string[]]>([
    [
      'required',
      () => rules('RaiseFlag', {}),
      ['idempotencyKey', 'kind', 'child', 'place', 'facts'].map((f) => `${f} required`),
    ],
    [
      'required, null being absent',
      () => ofFlag({ facts: null, child: { name: null } }),
      ['child.name required', 'facts required'],
    ],
    ['required: the case', () => rules('ServeOrder', sent), ['caseId required']],
    ['required, false being given', () => ofSession({ attended: false }), []],
    [
      'an unknown field',
      () => ofFlag({ nmae: 1, child: { ...child, age: 1 } }),
      ['nmae unknownField', 'child.age unknownField'],
    ],
    ['what the door derives', () => ofFlag({ derived: { childId: 'x' } }), ['derived unknownField']],
    [
      'what the door derives, in every command that opens a case',
      () => [...ofReport({ derived: {} }), ...ofDiscovery({ derived: {} })],
      ['derived unknownField', 'derived unknownField'],
    ],
    ['another command’s field', () => ofNote(undefined).concat(ofSession({ signs: [] })), ['signs unknownField']],
    [
      'names that are no field’s',
      () => ofFlag({ constructor: {}, 张三: 1 }),
      ['constructor unknownField', '? unknownField'],
    ],
    [
      'a prototype',
      () => rules('RaiseFlag', JSON.parse('{"__proto__":{"kind":"OTHER"}}')).slice(-1),
      ['? unknownField'],
    ],
    [
      'another type',
      () => ofFlag({ facts: 7, kind: ['OTHER'], child: 'x' }),
      ['kind type', 'child type', 'facts type'],
    ],
    ['a list for an object', () => ofFlag({ child: [{ name: 1 }], place: [] }), ['child type', 'place type']],
    ['an object for text', () => ofNote({ toString: 'x' }), ['note type']],
    ['text for a list', () => ofFlag({ signs: 'INJURED' }), ['signs type']],
    ['text for a number', () => ofOrder({ termMonths: '3' }), ['termMonths type']],
    ['text for yes or no', () => ofSession({ attended: 'true' }), ['attended type']],
    ['blank', () => ofNote(' \u3000\n\u200b'), ['note blank']],
    ['empty', () => ofNote(''), ['note blank']],
    ['4001 characters', () => ofNote('字'.repeat(4001)), ['note length']],
    ['4001 rare characters', () => ofNote('𠮷'.repeat(4001)), ['note length']],
    ['a long name', () => ofChild({ name: '𠮷'.repeat(51) }), ['child.name length']],
    ['a long telephone number', () => ofChild({ phone: '1'.repeat(41) }), ['child.phone length', 'child.phone phone']],
    ['a long address', () => ofPlace({ address: '址'.repeat(201) }), ['place.address length']],
    ['a long reason', () => ofFlag({ reason: '由'.repeat(1001) }), ['reason length']],
    ['a lone surrogate', () => ofNote('a\ud842b'), ['note wellFormed']],
    ['what was sent in another encoding', () => ofNote('\ufffd\ufffdС\ufffd\ufffd'), ['note wellFormed']],
    ['NUL', () => ofNote('a\0b'), ['note controlCharacter']],
    ['C1 control', () => ofNote('a\u0085b'), ['note controlCharacter']],
    ['a line break in a name', () => ofChild({ name: '李\n小红' }), ['child.name controlCharacter']],
    ['sealed text', () => ofNote(' sealed:v1'), ['note sealedText']],
    [
      'all that is wrong with one text',
      () => ofNote(`sealed:\0${'x'.repeat(4000)}`),
      ['length', 'sealedText', 'controlCharacter'].map((r) => `note ${r}`),
    ],
    ['a birth date that has not come', () => ofChild({ birthDate: '2025-03-04' }), ['child.birthDate future']],
    ['a birth date of today', () => ofChild({ birthDate: '2025-03-03' }), []],
    [
      'an identity number of one not born yet',
      () => ofChild({ idNumber: '110105209912310061', birthDate: '2099-12-31' }),
      ['child.birthDate future', 'child.idNumber future'],
    ],
    ['a residence that has not begun', () => ofTriage({ residenceSince: '2025-03-04' }), ['residenceSince future']],
    ...[
      '\u202e',
      '\u2066',
      '\u200f',
      '\u061c',
      '\u200b',
      '\u2060',
      '\ufeff王',
      '\u00ad',
      '\u034f',
      '\u3164',
      '\u{e0041}',
    ].map((hidden): [string, () => string[], string[]] => [
      `U+${hidden.codePointAt(0)?.toString(16)} in a name`,
      () => ofChild({ name: `王${hidden}小雨` }),
      ['child.name hiddenCharacter'],
    ]),
    ['a joiner among Chinese characters', () => ofChild({ name: '王\u200d小雨' }), ['child.name hiddenCharacter']],
    ['many variation selectors', () => ofChild({ name: '葛\u{e0100}\u{e0101}' }), ['child.name hiddenCharacter']],
    [
      'a name of fillers alone',
      () => ofChild({ name: '\u3164\u2800' }),
      ['child.name blank', 'child.name hiddenCharacter'],
    ],
    ['an override in an address', () => ofPlace({ address: '和平路\u202e1号' }), ['place.address hiddenCharacter']],
    ['an override in a note', () => ofNote('一\u202e二'), ['note hiddenCharacter']],
    ['an isolate in a note', () => ofNote('一\u2067二\u2069'), ['note hiddenCharacter']],
    ...['无', '12', '138 0013 8000 / 139', '1'.repeat(25), '电话13800138000', '+', '12345转'].map(
      (phone): [string, () => string[], string[]] => [
        `the telephone number ${phone}`,
        () => ofChild({ phone }),
        ['child.phone phone'],
      ],
    ),
    ['an impossible day', () => ofTriage({ residenceSince: '2025-02-30' }), ['residenceSince date']],
    ['a day written otherwise', () => ofChild({ birthDate: '2015-3-1' }), ['child.birthDate date']],
    ['a moment without offset', () => ofFlag({ occurredAt: '2025-03-03T09:20:00' }), ['occurredAt instant']],
    ['an unknown name of a list', () => ofFlag({ kind: 'other' }), ['kind enum']],
    ['an inherited name', () => ofFlag({ kind: 'constructor' }), ['kind enum']],
    ['an unknown item', () => ofFlag({ signs: ['INJURED', null] }), ['signs enum']],
    ['an item twice', () => ofTriage({ focus: ['VAGRANCY', 'VAGRANCY'] }), ['focus unique']],
    [
      'eleven items',
      () => ofFlag({ signs: Array.from({ length: 5000 }, (_, i) => `${i}`) }),
      ['signs length', 'signs enum'],
    ],
    [
      'divisions',
      () => ofPlace({ division: '4415020' }).concat(ofTriage({ hukouDivision: '44150２' })),
      ['place.division division', 'hukouDivision division'],
    ],
    ['a division to move to', () => ofMove('4415'), ['to division']],
    [
      'versions',
      () => ofNoteSeen('').concat(ofNoteSeen('a.b'), ofNoteSeen('a'.repeat(65)), ofNoteSeen(3)),
      ['seen pattern', 'seen pattern', 'seen pattern', 'seen type'],
    ],
    ['the version as it used to be', () => ofSession({ seenRevision: 1 }), ['seenRevision unknownField']],
    [
      'lists of agencies',
      () =>
        ofMeasure({ invited: ['wf-1', 'WF 1'] }).concat(ofMeasure({ invited: [{}] }), ofMeasure({ invited: 'wf-1' })),
      ['invited agencyId', 'invited agencyId', 'invited type'],
    ],
    ['an agency twice', () => ofMeasure({ invited: ['wf-1', 'wf-1'] }), ['invited unique']],
    [
      'eleven agencies',
      () => ofMeasure({ invited: Array.from({ length: 5000 }, (_, i) => `wf-${i}`) }),
      ['invited length'],
    ],
    ['days', () => ofReturn({ days: 0 }).concat(ofReturn({ days: 366 })), ['days range', 'days range']],
    [
      'long numbers of files and cases',
      () => ofDiscovery({ caseReference: '号'.repeat(101) }).concat(ofFile('1\n2'), ofFile('1'.repeat(101))),
      ['caseReference length', 'fileNumber controlCharacter', 'fileNumber length'],
    ],
    [
      'the case that is merged',
      () => rules('MergeFlags', { ...sent, caseId, sourceCaseId: '1' }),
      ['sourceCaseId uuid'],
    ],
    [
      'reasons that are none',
      () => [
        ...rules('NotAccept', { ...sent, caseId, message: '告知', notAcceptedBecause: 'INCOMPLETE' }),
        ...rules('DeclineReferral', { ...sent, caseId, declinedBecause: 'NO_FACTS' }),
        ...rules('DisposeBreach', { ...sent, caseId, disposal: 'DETENTION' }),
        ...rules('RecordBroughtForDiagnosis', { ...sent, caseId, qualified: true, broughtBy: 'TEACHER' }),
      ],
      ['notAcceptedBecause enum', 'declinedBecause enum', 'disposal enum', 'broughtBy enum'],
    ],
    [
      'a child that is not whole, wherever it stands',
      () => ofReport({ child: { sex: 'FEMALE' }, place: {} }),
      ['child.name required', 'place.division required'],
    ],
    [
      'a list of none where one is needed',
      () => rules('OpenLedgerEntry', { ...sent, categories: [] }),
      ['categories required'],
    ],
    ['agencies', () => ofOrder({ provider: 'WF 1' }), ['provider agencyId']],
    ['ids', () => ofOrder({ findingId: '1' }), ['findingId uuid']],
    ['the case’s id', () => ofOrder({ caseId: 'case' }), ['caseId uuid']],
    [
      'keys',
      () => ofNote('x').concat(ofFlag({ idempotencyKey: 'a b' }), ofFlag({ idempotencyKey: 'a'.repeat(129) })),
      ['idempotencyKey pattern', 'idempotencyKey pattern'],
    ],
    [
      'ranges',
      () => ofOrder({ termMonths: 37, sessionEveryMonths: 0 }),
      ['termMonths range', 'sessionEveryMonths range'],
    ],
    [
      'numbers not whole',
      () => ofSession({ minutes: 1.5 }).concat(ofSession({ minutes: Number.NaN })),
      ['minutes range', 'minutes range'],
    ],
    ['a wrong check digit', () => ofChild({ idNumber: '110105194912310021' }), ['child.idNumber identityNumber']],
    [
      'a birth date that disagrees',
      () => ofChild({ ...child, birthDate: '1949-12-30' }),
      ['child.idNumber birthDateMismatch'],
    ],
    ['a birth date that is none, once', () => ofChild({ ...child, birthDate: '1949-12-32' }), ['child.birthDate date']],
    ['a guardian without relation', () => ofFlag({ guardian: { name: '李' } }), ['guardian.relation required']],
  ])('%s', (_, found, expected) => expect(found()).toEqual(expected));

  it('says so in both languages and never repeats the value', () => {
    const secret = 'sealed:110105194912310021\0';
    const all = [
      ...problems('RaiseFlag', { ...flag, kind: secret, signs: [secret], child: { name: secret, idNumber: secret } }),
      ...problems('IssueOrder', { idempotencyKey: secret, caseId: secret, [secret]: secret, provider: secret }),
      ...problems('ApplyMeasure', { ...sent, caseId, seen: secret, description: '训导', invited: [secret] }),
    ];
    expect(all.length).toBeGreaterThan(8);
    for (const { message } of all) {
      expect(message.zh).toMatch(/\p{Script=Han}/u);
      expect(message.en).toMatch(/^[A-Z].*\.$/);
    }
    expect(JSON.stringify(all) + new BadInput(all).message).not.toContain('110105');
  });

  it('is not brought down by endless nesting', () => {
    let deep: object = {};
    for (let level = 0; level < 100_000; level += 1) deep = { deep };
    expect(ofFlag({ facts: deep, child: { name: deep }, deep })).toEqual([
      'child.name type',
      'facts type',
      'deep unknownField',
    ]);
  });
});
