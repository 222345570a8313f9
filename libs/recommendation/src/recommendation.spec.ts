import { agencies, minor, SpecRecommendation, sealed, served } from './given.fixture.ts';
import { recommendationCommands, recommendationRelations } from './index.ts';

const governance = { ...minor, subject: 'GOVERNANCE' as const, addressee: 'ctrs' };
const publicInterest = { ...minor, subject: 'PUBLIC_INTEREST' as const, addressee: 'edu' };
const issue = (who: string, input: object, reason?: string) =>
  new SpecRecommendation().tries('2025-08-29 10:00', who, 'IssueRecommendation', { ...minor, ...input }, reason);
const names = Object.keys(recommendationCommands) as (keyof typeof recommendationCommands)[];

describe('the term for the written reply', () => {
  it.each([
    ['police, about minors: one month', 'psb', minor, 'start RECO_REPLY_MINOR 2025-09-29 town'],
    ['justice, about minors: one month', 'just', minor, 'start RECO_REPLY_MINOR 2025-09-29 town'],
    [
      'a court, about minors: one month, not what it would set',
      'court',
      minor,
      'start RECO_REPLY_MINOR 2025-09-29 town',
    ],
    ['a procuratorate, otherwise: two months', 'proc', governance, 'start RECO_REPLY_PROC 2025-10-29 ctrs'],
    [
      'a procuratorate, urgent: by the day it sets',
      'proc',
      { ...governance, urgent: true, replyBy: '2025-09-10' },
      'start RECO_REPLY_PROC_URGENT 2025-09-10 ctrs',
    ],
    [
      'a court, otherwise: by the day it sets',
      'court',
      { ...governance, replyBy: '2025-10-10' },
      'start RECO_REPLY_COURT 2025-10-10 ctrs',
    ],
    ['public interest: two months', 'proc', publicInterest, 'start RECO_REPLY_PIL 2025-10-29 edu'],
    [
      'public interest, urgent: fifteen days, rolled off a Saturday',
      'proc',
      { ...publicInterest, urgent: true },
      'start RECO_REPLY_PIL_URGENT 2025-09-15 edu',
    ],
  ])('%s', (_, who, input, start) => {
    const one = issue(who, input);
    expect(one.types()).toEqual(['RecommendationIssued', 'RecommendationServed']);
    expect(one.effects()).toEqual([start]);
  });

  it('rolls over a holiday', () => {
    const one = new SpecRecommendation().does('2025-09-05 10:00', 'proc', 'IssueRecommendation', minor);
    expect(one.effects()).toEqual(['start RECO_REPLY_MINOR 2025-10-09 town']);
  });

  it.each([
    ['no day may be set where the law sets the term', 'proc', { replyBy: '2025-09-10' }, 'REPLY_TERM_FIXED'],
    ['there is no urgent term of a court', 'court', { ...governance, urgent: true }, 'NO_REPLY_TERM'],
    ['a court names the day', 'court', governance, 'REPLY_DAY_NEEDED'],
    ['not a day that has passed', 'court', { ...governance, replyBy: '2025-08-28' }, 'REPLY_DAY_NEEDED'],
  ])('%s', (_, who, input, code) => expect(issue(who, input).refused()).toBe(code));

  it('of a court is generally two months at most: a longer one takes a reason, which is recorded', () => {
    const long = { ...governance, replyBy: '2025-11-01' };
    expect(issue('court', long).refused()).toBe('CONFIGURED_RULE_NEEDS_REASON');
    const [issued] = issue('court', long, '整改需要采购').types();
    expect(issued).toBe('RecommendationIssued');
    const { last } = issue('court', long, '整改需要采购');
    expect(Array.isArray(last) && last[0].meta.overrides).toEqual([
      { rule: 'recommendations.GOVERNANCE.longest', reason: '整改需要采购' },
    ]);
  });

  it('of a court may end today, and on the last day of the two months without a reason', () => {
    for (const replyBy of ['2025-08-29', '2025-10-29']) {
      expect([replyBy, issue('court', { ...governance, replyBy }).refused()]).toEqual([replyBy, undefined]);
    }
    expect(issue('court', { ...governance, replyBy: '2025-10-30' }).refused()).toBe('CONFIGURED_RULE_NEEDS_REASON');
  });

  it('starts when the document is served, and not before', () => {
    const one = issue('proc', { served: false });
    expect([one.types(), one.effects()]).toEqual([['RecommendationIssued'], []]);
    one.does('2025-09-05 10:00', 'proc', 'ServeRecommendation', {});
    expect(one.effects()).toEqual(['start RECO_REPLY_MINOR 2025-10-09 town']);
    expect(one.tries('2025-09-06 10:00', 'proc', 'ServeRecommendation', {}).refused()).toBe('ALREADY_DONE');
  });
});

describe('who recommends what to whom', () => {
  it.each([
    ['nobody but police, procuratorate, court and justice', 'wf', minor, 'ACTOR_NOT_AUTHORISED', 'statute'],
    ['for the public interest, procuratorates alone', 'court', publicInterest, 'ACTOR_NOT_AUTHORISED', 'statute'],
    ['in other matters not the police: no rule gives them a term', 'psb', governance, 'NO_REPLY_TERM', null],
    ['not to an agency that is not there', 'proc', { addressee: 'nowhere' }, 'NO_SUCH_AGENCY', null],
    ['not to itself', 'proc', { addressee: 'proc' }, 'NO_SUCH_AGENCY', null],
    [
      'a court, out of its area or level, only with a reason',
      'court',
      { ...governance, addressee: 'far-ctrs', replyBy: '2025-09-30' },
      'CONFIGURED_RULE_NEEDS_REASON',
      'configured',
    ],
  ])('%s', (_, who, input, code, standing) => {
    expect(issue(who, input).last).toMatchObject({ refused: code, standing });
  });

  it('is decided by the seed where a place has one', () => {
    const beijing = new SpecRecommendation().tries('2025-10-20 10:00', 'psb', 'IssueRecommendation', {
      ...governance,
      addressee: 'beijing-town',
    });
    expect(beijing.last).toMatchObject({
      refused: 'ACTOR_NOT_AUTHORISED',
      standing: 'seed',
      cite: { clause: '三(三)' },
    });
  });

  it('cites breached handoffs as they were found, and refuses when there are none', () => {
    const handoffs = [
      { caseId: 'case', clockId: 'clock', clock: 'TRIAGE', due: '2025-08-20T23:59:59.999+08:00' as never },
    ];
    const one = issue('proc', { breachesFrom: '2025-08-01', derived: { handoffs } });
    expect(one.record.handoffs).toEqual(handoffs);
    expect(issue('proc', { breachesFrom: '2025-08-01', derived: { handoffs: [] } }).refused()).toBe(
      'NO_BREACHED_HANDOFF',
    );
    expect(issue('proc', { clockIds: ['clock'], derived: { handoffs: null } }).refused()).toBe('NO_BREACHED_HANDOFF');
  });
});

describe('an objection', () => {
  const objected = () =>
    served().does('2025-09-03 10:00', 'town', 'ObjectToRecommendation', { grounds: sealed('已配备') });

  it('is reviewed at once and does not stop the reply’s term', () => {
    const one = objected();
    expect([one.types(), one.effects()]).toEqual([
      ['ObjectionRaised'],
      ['start RECO_OBJECTION_REVIEW 2025-09-04 proc'],
    ]);
    one.does('2025-09-03 16:00', 'proc', 'ReviewObjection', { upheld: false });
    expect([one.types(), one.effects()]).toEqual([['ObjectionReviewed'], ['stop RECO_OBJECTION_REVIEW']]);
    expect(one.running()).toEqual(['RECO_REPLY_MINOR running']);
  });

  it('that nobody reviews is the issuer’s breach', () => {
    const one = objected().until('2025-09-05 00:00');
    expect(one.types()).toEqual(['ObjectionReviewOverdue']);
    expect(one.may('2025-09-05 09:00', 'proc', names)).not.toContain('UrgeReply');
  });

  it('that has ground ends the recommendation with all its clocks', () => {
    const one = objected().does('2025-09-03 16:00', 'proc', 'ReviewObjection', { upheld: true });
    expect([one.record.status, one.running()]).toEqual(['withdrawn', []]);
    expect(one.tries('2025-09-04 09:00', 'town', 'ReplyRecommendation', { reply: sealed('x') }).refused()).toBe(
      'ALREADY_DONE',
    );
  });

  it('is raised by the addressee, one at a time, and reviewed by the issuer', () => {
    const one = objected();
    expect(one.tries('2025-09-03 11:00', 'town', 'ObjectToRecommendation', { grounds: sealed('x') }).refused()).toBe(
      'ALREADY_DONE',
    );
    expect(one.tries('2025-09-03 11:00', 'proc', 'ObjectToRecommendation', { grounds: sealed('x') }).refused()).toBe(
      'NOT_YOUR_ITEM',
    );
    expect(one.tries('2025-09-03 11:00', 'court', 'ReviewObjection', { upheld: true }).refused()).toBe(
      'NO_SUCH_RECOMMENDATION',
    );
  });
});

describe('the ladder: overdue, urged, the superior organ told', () => {
  it('is walked step by step', () => {
    const one = served();
    expect(one.tries('2025-09-29 10:00', 'proc', 'UrgeReply', {}).refused()).toBe('NOT_YET');
    one.until('2025-09-30 00:00');
    expect([one.types(), one.running()]).toEqual([['RecommendationOverdue'], ['RECO_REPLY_MINOR overdue']]);
    expect(one.tries('2025-09-30 09:00', 'proc', 'EscalateRecommendation', {}).refused()).toBe(
      'CONFIGURED_RULE_NEEDS_REASON',
    );
    one.does('2025-09-30 10:00', 'proc', 'UrgeReply', {});
    one.does('2025-10-14 10:00', 'proc', 'EscalateRecommendation', {});
    expect([one.record.escalatedTo, one.effects()]).toEqual(['gov', []]);
    one.does('2025-10-20 10:00', 'town', 'ReplyRecommendation', { reply: sealed('已整改') });
    expect(one.effects()).toEqual(['late stop RECO_REPLY_MINOR']);
    one.does('2025-10-21 10:00', 'proc', 'CloseRecommendation', { outcome: 'CARRIED_OUT' });
    expect([one.record.status, one.running()]).toEqual(['closed', []]);
  });

  it('in Beijing is law: nothing skips the urging', () => {
    const one = new SpecRecommendation().does('2025-10-20 10:00', 'proc', 'IssueRecommendation', {
      ...minor,
      addressee: 'beijing-town',
    });
    one.until('2025-11-21 00:00').tries('2025-11-21 09:00', 'proc', 'EscalateRecommendation', {}, '等不及');
    expect(one.last).toMatchObject({
      refused: 'NOT_YET',
      standing: 'statute',
      cite: { law: '北京市未成年人保护条例', article: '60' },
    });
  });

  it('goes to the addressee’s own system or the government above, and nowhere else', () => {
    const urged = () => served().until('2025-09-30 00:00').does('2025-09-30 10:00', 'proc', 'UrgeReply', {});
    for (const to of ['city-edu', 'next-town', 'far-gov', 'town', 'nowhere']) {
      expect([to, urged().tries('2025-10-14 10:00', 'proc', 'EscalateRecommendation', { to }).refused()]).toEqual([
        to,
        'NO_SUCH_AGENCY',
      ]);
    }
    const one = new SpecRecommendation().does('2025-08-29 10:00', 'proc', 'IssueRecommendation', publicInterest);
    one.until('2025-10-30 00:00').does('2025-10-30 10:00', 'proc', 'UrgeReply', {});
    expect(one.tries('2025-10-31 09:00', 'proc', 'EscalateRecommendation', { to: 'gov' }).refused()).toBe(
      'NO_SUCH_AGENCY', // of the same place, and not above it
    );
    expect(one.does('2025-10-31 10:00', 'proc', 'EscalateRecommendation', {}).record.escalatedTo).toBe('city-edu');
  });

  it('may begin again when what was replied is not carried out', () => {
    const one = served().does('2025-09-20 10:00', 'town', 'ReplyRecommendation', { reply: sealed('将整改') });
    expect(one.effects()).toEqual(['stop RECO_REPLY_MINOR']);
    expect(one.tries('2025-09-21 10:00', 'town', 'ReplyRecommendation', { reply: sealed('再') }).refused()).toBe(
      'ALREADY_DONE',
    );
    one.does('2025-10-20 10:00', 'proc', 'UrgeReply', {});
    one.does('2025-10-21 10:00', 'town', 'ReplyRecommendation', { reply: sealed('已整改') });
    expect(one.record.replies).toHaveLength(2);
    const third = one.tries('2025-10-22 10:00', 'town', 'ReplyRecommendation', { reply: sealed('三') });
    expect(third.refused()).toBe('ALREADY_DONE'); // one reply to each urging
  });

  it('ends carried out only upon a reply, in a lawsuit only where the public interest was not answered', () => {
    const close = (
      one: SpecRecommendation,
      when: string,
      outcome: 'CARRIED_OUT' | 'LAWSUIT_FILED' | 'NOT_CARRIED_OUT',
    ) => one.tries(when, 'proc', 'CloseRecommendation', { outcome }).refused();
    expect(close(served(), '2025-09-01 10:00', 'CARRIED_OUT')).toBe('NOT_YET');
    expect(close(served(), '2025-09-01 10:00', 'LAWSUIT_FILED')).toBe('NO_SUCH_ITEM');
    const one = new SpecRecommendation().does('2025-08-29 10:00', 'proc', 'IssueRecommendation', publicInterest);
    expect(close(one, '2025-09-01 10:00', 'LAWSUIT_FILED')).toBe('NOT_YET');
    expect(close(one.until('2025-10-30 00:00'), '2025-10-30 10:00', 'LAWSUIT_FILED')).toBeUndefined();
    expect(one.running()).toEqual([]);
    const answered = new SpecRecommendation().does('2025-08-29 10:00', 'proc', 'IssueRecommendation', publicInterest);
    answered.does('2025-09-10 10:00', 'edu', 'ReplyRecommendation', { reply: sealed('已整改') });
    expect(close(answered, '2025-09-11 10:00', 'LAWSUIT_FILED')).toBeUndefined(); // what was replied need not have been done
  });
});

describe('who knows of it', () => {
  const knowing = (one: SpecRecommendation) =>
    Object.values(agencies)
      .filter((agency) => recommendationRelations(one.record, agency).size > 0)
      .map(({ id }) => id)
      .sort();

  it('nobody but its issuer before it is served; then addressee, civil affairs and coordination of the place', () => {
    expect(knowing(issue('proc', { served: false }))).toEqual(['proc']);
    expect(knowing(served())).toEqual(['ca', 'proc', 'town', 'wccw']);
    expect(knowing(issue('proc', governance))).toEqual(['ctrs', 'proc', 'wccw']);
  });

  it('the superior organ once it has been told', () => {
    const one = served().until('2025-09-30 00:00').does('2025-09-30 10:00', 'proc', 'UrgeReply', {});
    expect(knowing(one)).not.toContain('gov');
    one.does('2025-10-14 10:00', 'proc', 'EscalateRecommendation', {});
    expect(knowing(one)).toEqual(['ca', 'gov', 'proc', 'town', 'wccw']);
  });
});
