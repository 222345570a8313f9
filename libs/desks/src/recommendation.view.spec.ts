import { buildSchema, type GraphQLObjectType } from 'graphql';
import type { NamedAgency } from '#access';
import { agencies, minor, SpecRecommendation, sealed } from '../../recommendation/src/given.fixture.ts';
import { deskSdl } from './graphql/sdl.ts';
import { recommendationView, recommendationWaiting } from './recommendation.view.ts';
import { desks } from './registry.ts';

const handoffs = [
  { caseId: 'ZZ-case', clockId: 'ZZ-clock', clock: 'TRIAGE', due: '2025-08-20T23:59:59.999+08:00' as never },
];
const input = {
  ...minor,
  problem: sealed('ZZ-problem'),
  advice: sealed('ZZ-advice'),
  documentNumber: sealed('ZZ-number'),
  breachesFrom: '2025-08-01' as never,
  derived: { handoffs },
};

/** A recommendation in which everything has been said that may be said. */
const rich = () =>
  new SpecRecommendation()
    .does('2025-08-29 10:00', 'proc', 'IssueRecommendation', input)
    .does('2025-09-03 10:00', 'town', 'ObjectToRecommendation', { grounds: sealed('ZZ-grounds') })
    .does('2025-09-03 11:00', 'proc', 'ReviewObjection', { upheld: false, because: sealed('ZZ-because') })
    .until('2025-09-30 00:00')
    .does('2025-09-30 10:00', 'proc', 'UrgeReply', { note: sealed('ZZ-urged') })
    .does('2025-10-14 10:00', 'proc', 'EscalateRecommendation', { because: sealed('ZZ-escalated') });
const answered = () => rich().does('2025-10-20 10:00', 'town', 'ReplyRecommendation', { reply: sealed('ZZ-reply') });

const named = (id: string): NamedAgency => ({ ...(agencies[id] as NamedAgency), name: { zh: id, en: id } });
const seen = (one: SpecRecommendation, who: string) => JSON.stringify(recommendationView(one.record, named(who))) ?? '';
const planted = (text: string) => [...new Set(text.match(/ZZ-\w+/g) ?? [])].sort();
const waiting = (one: SpecRecommendation, who: string) =>
  recommendationWaiting(one.record, named(who)).map(({ clock }) => clock);

describe('what is seen of a recommendation', () => {
  it('is what every desk’s schema declares', () => {
    const view = recommendationView(answered().record, named('proc')) as Record<string, unknown>;
    for (const desk of desks) {
      const type = buildSchema(deskSdl(desk)).getType('Recommendation') as GraphQLObjectType;
      const declared = Object.keys(type.getFields()).filter((field) => field !== 'version');
      expect([desk.name, Object.keys(view).sort()]).toEqual([desk.name, declared.sort()]);
    }
  });

  const said = ['ZZ-advice', 'ZZ-because', 'ZZ-grounds', 'ZZ-number', 'ZZ-problem', 'ZZ-reply'];
  it.each([
    ['proc', [...said, 'ZZ-case', 'ZZ-clock']],
    ['town', [...said, 'ZZ-case', 'ZZ-clock']],
    ['gov', said],
    ['ca', []],
    ['wccw', []],
    ['court', []],
    ['next-town', []],
    ['far-wccw', []],
  ])('%s reads what is for it alone', (who, texts) => {
    expect(planted(seen(answered(), who))).toEqual([...texts].sort());
  });

  it('is nothing for those without any relation to it', () => {
    for (const who of ['court', 'psb', 'next-town', 'far-wccw', 'far-ca', 'city-edu']) {
      expect([who, recommendationView(answered().record, named(who))]).toEqual([who, null]);
    }
  });
});

describe('whose move it is', () => {
  it('is the addressee’s; issuer and coordination learn when it is overdue, and nobody when it is done', () => {
    const fresh = new SpecRecommendation().does('2025-08-29 10:00', 'proc', 'IssueRecommendation', input);
    const inboxes = (one: SpecRecommendation) => ['town', 'proc', 'wccw', 'ca'].map((who) => waiting(one, who));
    expect(inboxes(fresh)).toEqual([['RECO_REPLY_MINOR'], [], [], []]);
    expect(inboxes(rich())).toEqual([['RECO_REPLY_MINOR'], ['RECO_REPLY_MINOR'], ['RECO_REPLY_MINOR'], []]);
    expect(inboxes(answered())).toEqual([[], [], [], []]);
  });
});
