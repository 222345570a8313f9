import { type CommandName, caseCommands } from '#case';
import { fieldsOf } from './field.ts';
import { BadInput, commandClasses, Envelope, type InputProblem, readCommand } from './index.ts';

const caseId = '018f6d2e-7a01-7c3e-9d5a-0123456789ab';
const sent = { idempotencyKey: 'key-1' };
const child = { name: '李小红', birthDate: '1949-12-31', idNumber: '11010519491231002X' };
const flag = { ...sent, kind: 'OTHER', child, place: { division: '441502' }, facts: '夜间独处' };

function problems(name: CommandName, raw: object): readonly InputProblem[] {
  try {
    readCommand(name, raw as Record<string, unknown>);
    return [];
  } catch (error) {
    if (error instanceof BadInput) return error.problems;
    throw error;
  }
}

const rules = (name: CommandName, raw: object) => problems(name, raw).map(({ field, rule }) => `${field} ${rule}`);
const ofChild = (fields: object) => rules('RaiseFlag', { ...flag, child: { name: '李小红', ...fields } });
const ofPlace = (fields: object) => rules('RaiseFlag', { ...flag, place: { division: '441502', ...fields } });
const ofFlag = (fields: object) => rules('RaiseFlag', { ...flag, ...fields });
const ofNote = (note: unknown) => rules('FulfilOrder', { ...sent, caseId, note });
const ofTriage = (fields: object) => rules('TriageFlag', { ...sent, caseId, severity: 'SERIOUS', ...fields });
const ofOrder = (fields: object) => rules('IssueOrder', { ...sent, caseId, orderType: 'GUIDANCE', ...fields });
const ofSession = (fields: object) => rules('RecordGuidanceSession', { ...sent, caseId, attended: true, ...fields });

describe('what is read', () => {
  it('parts envelope and input, leaves absent fields out, and tidies text', () => {
    const { envelope, input } = readCommand('RaiseFlag', {
      ...flag,
      caseId: null,
      occurredAt: '2025-03-03T01:20Z',
      child: { ...child, name: ' 李小红\u3000', idNumber: '11010519491231002x', phone: null },
      guardian: null,
      facts: '一\r\n二\t三\n',
      signs: [],
    });
    expect(envelope).toStrictEqual({ idempotencyKey: 'key-1', occurredAt: '2025-03-03T09:20:00.000+08:00' });
    expect(input).toStrictEqual({
      kind: 'OTHER',
      child,
      place: { division: '441502' },
      facts: '一\n二\t三',
      signs: [],
    });
  });

  it('reads what GraphQL hands over: objects without a prototype', () => {
    const bare = (fields: object) => Object.assign(Object.create(null), fields);
    const raw = bare({ ...flag, child: bare(child), place: bare({ division: '441502001' }) });
    expect(readCommand('RaiseFlag', raw).input.child).toStrictEqual(child);
  });

  it.each(['𠮷', '𠮷'.repeat(50), '阿·迪力', '\u{E000}', 'Ó Briain'])('takes the name %s', (name) =>
    expect(ofChild({ name })).toEqual([]),
  );

  it.each(['字'.repeat(4000), '𠮷'.repeat(4000), '一\n\t二', '按sealed:处理'])('takes a text', (note) =>
    expect(ofNote(note)).toEqual([]),
  );

  it('takes the edges of every range', () => {
    expect(ofOrder({ termMonths: 1, sessionEveryMonths: 12, provider: 'wf-441502', served: false })).toEqual([]);
    expect(ofOrder({ termMonths: 36, sessionEveryMonths: 1, findingId: caseId.toUpperCase() })).toEqual([]);
    expect(ofSession({ minutes: 600 })).toEqual([]);
    expect(ofSession({ minutes: 1, seenRevision: 0, reason: '由', idempotencyKey: 'A.b_c:9-'.repeat(16) })).toEqual([]);
    expect(ofPlace({ division: '441502001001', address: '址'.repeat(200) })).toEqual([]);
    expect(ofTriage({ residenceSince: '2024-02-29', signs: ['INJURED', 'SELF_HARM'] })).toEqual([]);
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
    ['a long telephone number', () => ofChild({ phone: '1'.repeat(41) }), ['child.phone length']],
    ['a long address', () => ofPlace({ address: '址'.repeat(201) }), ['place.address length']],
    ['a long reason', () => ofFlag({ reason: '由'.repeat(1001) }), ['reason length']],
    ['a lone surrogate', () => ofNote('a\ud842b'), ['note wellFormed']],
    ['NUL', () => ofNote('a\0b'), ['note controlCharacter']],
    ['C1 control', () => ofNote('a\u0085b'), ['note controlCharacter']],
    ['a line break in a name', () => ofChild({ name: '李\n小红' }), ['child.name controlCharacter']],
    ['sealed text', () => ofNote(' sealed:v1'), ['note sealedText']],
    [
      'all that is wrong with one text',
      () => ofNote(`sealed:\0${'x'.repeat(4000)}`),
      ['length', 'sealedText', 'controlCharacter'].map((r) => `note ${r}`),
    ],
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
      () => ofSession({ minutes: 1.5, seenRevision: Number.NaN }),
      ['seenRevision range', 'minutes range'],
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

describe('the classes', () => {
  it.each(Object.keys(commandClasses) as CommandName[])('%s: every personal field is text', (name) => {
    for (const path of Object.keys(caseCommands[name].personal)) {
      const [first = '', second] = path.split('.');
      const own = fieldsOf(commandClasses[name]).get(first)?.kind;
      const kind = second === undefined ? own : own?.object && fieldsOf(own.object).get(second)?.kind;
      expect([path, kind?.form]).toEqual([path, expect.stringMatching(/^(text|date)$/)]);
    }
  });

  it('share no field with the envelope, so that each field belongs to one of them', () => {
    const own = Object.values(commandClasses).flatMap((type) => [...fieldsOf(type).keys()]);
    expect(own.filter((field) => fieldsOf(Envelope).has(field))).toEqual([]);
  });
});
