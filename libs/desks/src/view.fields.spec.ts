import { buildSchema, type GraphQLObjectType, isObjectType } from 'graphql';
import type { NamedAgency } from '#access';
import { agency } from '../../case/src/directory.fixture.ts';
import { flagged, girl, SpecCase, sealed } from '../../case/src/given.fixture.ts';
import { deskSdl } from './graphql/sdl.ts';
import { desks } from './registry.ts';
import { directory } from './seen.fixture.ts';

/** A history in which every desk has something to show. */
function rich(): SpecCase {
  return new SpecCase()
    .does('2025-03-03 09:20', 'cd', 'RaiseFlag', girl)
    .does('2025-03-03 10:00', 'cs', 'MergeFlags', { sourceCaseId: 'other' }, { other: flagged('other').record })
    .does('2025-03-03 15:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS' })
    .does('2025-03-03 16:00', 'rvc', 'RecordDissuasion', { told: sealed('told') })
    .does('2025-03-04 10:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('facts') })
    .does('2025-03-04 11:00', 'psb', 'AcceptCase', {})
    .does('2025-03-04 12:00', 'cs', 'SplitChild', { sourceCaseId: 'other', because: sealed('b') })
    .does('2025-03-04 13:00', 'psb', 'ConsentToSplit', { granted: false, note: sealed('n') })
    .does('2025-03-05 10:00', 'psb', 'RecordFinding', { ground: 'GUARDIAN_FAILS_DUTY', statement: sealed('s') })
    .does('2025-03-05 11:00', 'psb', 'IssueAdmonition', { text: sealed('t') })
    .does('2025-03-06 10:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', provider: 'wf' })
    .does('2025-03-07 10:00', 'psb', 'RecordBreach', { note: sealed('n') })
    .does('2025-03-07 11:00', 'psb', 'EscalateBreach', { to: 'court' })
    .does('2025-03-08 08:00', 'ca', 'TakeTemporaryGuardianship', {
      item: 6,
      placement: sealed('p'),
      placedWith: 'mpra',
    })
    .does('2025-03-08 09:00', 'wf', 'ApplyProtectionOrder', { to: 'court', facts: sealed('f') })
    .does('2025-03-08 09:10', 'court', 'AcceptProtectionApplication', {})
    .does('2025-03-08 09:20', 'court', 'MakeProtectionOrder', { terms: sealed('t'), months: 3 })
    .does('2025-03-08 09:30', 'wf', 'ApplyRevokeGuardianship', { to: 'court', grounds: sealed('g') })
    .does(
      '2025-03-08 09:40',
      'proc',
      'DiscoverInCase',
      {
        ground: 'GUARDIAN_FAILS_DUTY',
        caseReference: sealed('c'),
        statement: sealed('s'),
      },
      { joins: true },
    )
    .does('2025-03-08 10:00', 'psb', 'NotifyDomicile', { to: 'far-court', facts: sealed('f') })
    .does('2025-03-08 11:00', 'ca', 'RequestHukouCoordination', {
      category: 'ORPHAN',
      township: 'far-town',
      papers: sealed('p'),
    })
    .does('2025-03-08 12:00', 'ca', 'PushToHukou', {});
}

const named = (id: string): NamedAgency => ({ ...agency(id), name: { zh: id, en: id } });

/** Fields that runtime or a resolver puts in, not the view. */
const LOOKED_UP = new Set([
  'Case.breachesBelow',
  'Case.version',
  'Case.lastEventAt',
  'Clock.title',
  'Clock.colour',
  'Clock.cite',
  'WorkOrder.title',
]);

describe('what a desk selects is what its schema declares', () => {
  const record = rich().record;
  it.each([
    ['residents-committee', 'rvc'],
    ['township', 'town'],
    ['police', 'psb'],
    ['court', 'court'],
    ['service-agency', 'wf'],
    ['civil-affairs', 'ca'],
    ['oversight', 'wccw'],
    ['procuratorate', 'proc'],
    ['court', 'far-court'],
    ['township', 'far-town'],
    ['civil-affairs', 'far-ca'],
  ])('%s', (name, who) => {
    const desk = desks.find((one) => one.name === name);
    if (!desk) throw new Error(`no desk ${name}`);
    const seen = desk.view(record, named(who), directory);
    const schema = buildSchema(deskSdl(desk));
    compare(schema.getType('Case') as GraphQLObjectType, JSON.parse(JSON.stringify(seen, keepAbsent)));
  });
});

/** An absent field is selected all the same; JSON would drop it. */
function keepAbsent(_: string, value: unknown): unknown {
  return value === undefined ? null : value;
}

function compare(type: GraphQLObjectType, row: Record<string, unknown>): void {
  const declared = Object.values(type.getFields());
  const expected = declared.map(({ name }) => name).filter((field) => !LOOKED_UP.has(`${type.name}.${field}`));
  if (type.name !== 'Clock') expect([type.name, ...Object.keys(row).sort()]).toEqual([type.name, ...expected.sort()]);
  for (const field of declared) {
    const inner = 'ofType' in field.type ? innermost(field.type) : field.type;
    const items = row[field.name];
    if (!isObjectType(inner) || inner.name === 'Agency' || !Array.isArray(items)) continue;
    for (const item of items) compare(inner, item as Record<string, unknown>);
  }
}

function innermost(type: unknown): unknown {
  return typeof type === 'object' && type !== null && 'ofType' in type ? innermost(type.ofType) : type;
}
