import { loadSync } from '@grpc/proto-loader';
import type { CommandName } from '#case';
import { commandClasses, Envelope } from '#commands';
import { desks } from '#desks';
import { type FieldClass, fieldsOf } from '../../../commands/src/field.ts';
import { contractFolder } from '../contract.ts';
import { STATUSES } from '../handoffs/sources.ts';
import { ENUM_PREFIX, momentOf, plainOf, timestampOf } from '../messages.ts';
import { ROUTES, routed, wayOf } from './routes.ts';

const PACKAGE = 'jieli.exchange.v1';
const contract = loadSync(`jieli/exchange/v1/exchange.proto`, { includeDirs: [contractFolder] });

interface Field {
  readonly name: string;
  readonly type: string;
  readonly typeName: string;
}
const typeOf = (name: string) =>
  contract[`${PACKAGE}.${name}`]?.type as { field?: Field[]; value?: { name: string }[] };
const fieldsIn = (message: string) => typeOf(message).field ?? [];
const camel = (name: string) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Every command with the message that carries its own fields. */
const carried = Object.entries(ROUTES).flatMap(([method, route]): [CommandName, string, Field[]][] => {
  const fields = fieldsIn(`${method}Request`).filter(({ name }) => name !== 'envelope');
  if (typeof route === 'string') return [[route, `${method}Request`, fields]];
  return Object.entries(route as Record<string, CommandName>).map(([part, command]) => {
    const typeName = fields.find(({ name }) => camel(name) === part)?.typeName ?? '';
    return [command, typeName, fieldsIn(typeName)];
  });
});

describe('the contract', () => {
  it.each(carried)(
    'carries %s in %s, field by field, and nothing that the command does not take',
    (command, _, fields) => {
      const compare = (sent: readonly Field[], type: FieldClass, path: string) => {
        const declared = fieldsOf(type);
        expect([path, sent.map(({ name }) => camel(name)).toSorted()]).toEqual([path, [...declared.keys()].toSorted()]);
        for (const { name, type: form, typeName } of sent) {
          const kind = declared.get(camel(name))?.kind;
          if (kind?.object) compare(fieldsIn(typeName), kind.object, `${path}.${name}`);
          if (form !== 'TYPE_ENUM') continue;
          const prefix = ENUM_PREFIX[camel(name)];
          const names = (typeOf(typeName).value ?? []).map((value) => value.name);
          const expected = [`${prefix}UNSPECIFIED`, ...(kind?.values ?? []).map((value) => prefix + value)];
          expect(names.toSorted()).toEqual(expected.toSorted());
        }
      };
      compare(fields, commandClasses[command], command);
    },
  );

  it('carries every field of the envelope', () => {
    const names = fieldsIn('Envelope').map(({ name }) => camel(name));
    expect(names.toSorted()).toEqual([...fieldsOf(Envelope).keys()].toSorted());
  });

  it('gives only commands that some desk offers, each by one method', () => {
    const offered = new Set(desks.flatMap(({ commands }) => commands));
    for (const [command] of carried) expect([command, offered.has(command)]).toEqual([command, true]);
    expect(new Set(carried.map(([command]) => command)).size).toBe(carried.length);
    expect([wayOf('SignWorkOrder'), wayOf('SupplyInfo'), wayOf('IssueOrder')]).toEqual([
      { command: 'SignWorkOrder', method: 'AcceptHandoff', part: 'work_order_signature' },
      { command: 'SupplyInfo', method: 'SupplyInformation', part: undefined },
      { command: 'IssueOrder', method: undefined, part: undefined },
    ]);
  });

  it('knows every status it tells', () => {
    const known = (typeOf('HandoffStatus').value ?? []).map(({ name }) => name.replace('HANDOFF_STATUS_', ''));
    expect([...new Set(Object.values(STATUSES))].filter((status) => !known.includes(status))).toEqual([]);
  });
});

describe('a message', () => {
  it('comes through as it would at a desk’s door, free text untouched', () => {
    const message = {
      envelope: { idempotencyKey: 'k', caseId: '', occurredAt: { seconds: 1741939200, nanos: 5_000_000 } },
      decline: { referralId: '', declinedBecause: 'DECLINED_BECAUSE_OTHER', note: 'NOTE_UNSPECIFIED' },
    };
    expect(routed('ReturnHandoff', message)).toEqual({
      ...{ command: 'DeclineReferral', method: 'ReturnHandoff', part: 'decline' },
      raw: {
        idempotencyKey: 'k',
        occurredAt: '2025-03-14T16:00:00.005+08:00',
        declinedBecause: 'OTHER',
        note: 'NOTE_UNSPECIFIED',
      },
    });
  });

  it('keeps a list that was filled in, and none that was not', () => {
    const sent = (reportIds: readonly string[]) =>
      routed('CompleteHandoff', { envelope: { caseId: 'c' }, splitAnswer: { granted: true, reportIds } }).raw;
    expect(sent(['r1', 'r2'])).toEqual({ caseId: 'c', granted: true, reportIds: ['r1', 'r2'] });
    expect(sent([])).toEqual({ caseId: 'c', granted: true });
  });

  it('does not let own fields stand in for the envelope’s, or an unknown name pass for a known one', () => {
    expect(plainOf({ sex: 'SEX_UNSPECIFIED', declinedBecause: 9 })).toEqual({ declinedBecause: '9' });
  });

  it('tells a moment exactly, and what is none as none', () => {
    const moment = momentOf({ seconds: 1741939200, nanos: 999_000_000 });
    expect(momentOf(timestampOf(moment as never))).toBe(moment);
    expect([momentOf({ seconds: -1 }), momentOf({ nanos: 2e9 }), momentOf({ seconds: 1e15 })]).toEqual(['?', '?', '?']);
  });
});
