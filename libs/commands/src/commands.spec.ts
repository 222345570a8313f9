import { type CommandName, caseCommands } from '#case';
import {
  caseId,
  child,
  flag,
  now,
  ofChild,
  ofDiscovery,
  ofFlag,
  ofMeasure,
  ofMove,
  ofNote,
  ofOrder,
  ofPlace,
  ofReport,
  ofReturn,
  ofSession,
  ofTriage,
  rules,
  sent,
} from './commands.fixture.ts';
import { fieldsOf } from './field.ts';
import { commandClasses, Envelope, readCommand } from './index.ts';

describe('what is read', () => {
  it('parts envelope and input, leaves absent fields out, and tidies text', () => {
    const { envelope, input } = readCommand(
      'RaiseFlag',
      {
        ...flag,
        caseId: null,
        occurredAt: '2025-03-03T01:20Z',
        child: { ...child, name: ' 李小红\u3000', idNumber: '11010519491231002x', phone: null },
        guardian: null,
        facts: '一\r\n二\t三\n',
        signs: [],
      },
      now,
    );
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
    expect(readCommand('RaiseFlag', raw, now).input.child).toStrictEqual(child);
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
    expect(ofSession({ minutes: 1, seen: 'A_b-9'.repeat(12), reason: '由' })).toEqual([]);
    expect(ofSession({ seen: '0', idempotencyKey: 'A.b_c:9-'.repeat(16) })).toEqual([]);
    expect([...ofReturn({ days: 1 }), ...ofReturn({ days: 365, school: 'school-1' })]).toEqual([]);
    expect(ofMeasure({ invited: Array.from({ length: 10 }, (_, i) => `wf-${i}`) })).toEqual([]);
    expect(ofDiscovery({ caseReference: '号'.repeat(100) })).toEqual([]);
    expect([...ofMove('441502'), ...ofMove('441502001001')]).toEqual([]);
    expect(ofPlace({ division: '441502001001', address: '址'.repeat(200) })).toEqual([]);
    expect(ofTriage({ residenceSince: '2024-02-29', signs: ['INJURED', 'SELF_HARM'] })).toEqual([]);
  });
});

describe('what may open a case', () => {
  it.each<[string, () => string[]]>([
    ['a flag', () => ofFlag({})],
    ['a report', () => ofReport({ child, guardian: { relation: '父亲' }, place: { division: '441502' } })],
    ['a report on a case that is named', () => ofReport({ caseId })],
    ['a discovery', () => ofDiscovery({ child, place: { division: '441502' } })],
    // That a new case needs child and place is for the decider: only it knows whether there is a case.
    ['a report without child or case', () => ofReport({})],
  ])('%s', (_, found) => expect(found()).toEqual([]));

  it('names its case otherwise', () => {
    const others = (Object.keys(commandClasses) as CommandName[]).filter(
      (name) => !('opensCase' in caseCommands[name]),
    );
    expect(others.filter((name) => !rules(name, sent).includes('caseId required'))).toEqual([]);
    expect(Object.keys(commandClasses).length - others.length).toBe(6);
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
