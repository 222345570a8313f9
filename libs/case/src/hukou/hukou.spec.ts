import { agency, farVillage, village } from '../directory.fixture.ts';
import { flagged, girl, SpecCase, sealed } from '../given.fixture.ts';
import { knownAside, relationsOf, standsAside } from '../index.ts';

const asked = { category: 'ORPHAN' as const, township: 'far-town' };
const requested = () => flagged().does('2025-09-24 09:00', 'ca', 'RequestHukouCoordination', asked);
const complete = () => requested().does('2025-09-25 10:00', 'ca', 'CompleteHukouPapers', { papers: sealed('户口簿') });
const pushed = () => complete().does('2025-09-29 10:00', 'ca', 'PushToHukou', {});
const decided = () =>
  pushed()
    .does('2025-10-10 09:00', 'far-town', 'GiveHukouOpinion', { eligible: true })
    .does('2025-10-13 09:00', 'far-ca', 'DecideHukouRequest', { recognised: true, because: sealed('符合条件') });

describe('coordination with the hukou place', () => {
  it('counts from the papers, the push, the opinion and the decision, National Day and its make-up days counted', () => {
    const spec = requested();
    expect(spec.effects()).toEqual([]); // no papers, no time
    spec.does('2025-09-25 10:00', 'ca', 'CompleteHukouPapers', { papers: sealed('户口簿') });
    // 26, make-up Sunday 28, 29 September
    expect(spec.effects()).toEqual(['start X_PROV_PUSH 2025-09-29']);
    spec.does('2025-09-29 10:00', 'ca', 'PushToHukou', {});
    // 30 September, 9, 10, make-up Saturday 11, 13–17, 20–24, 27 October
    expect(spec.effects()).toEqual(['stop X_PROV_PUSH', 'start X_PROV_TOWN 2025-10-27']);
    spec.does('2025-10-10 09:00', 'far-town', 'GiveHukouOpinion', { eligible: true });
    // make-up Saturday 11, 13–17, 20–24, 27–30 October
    expect(spec.effects()).toEqual(['stop X_PROV_TOWN', 'start X_PROV_COUNTY 2025-10-30']);
    spec.does('2025-10-13 09:00', 'far-ca', 'DecideHukouRequest', { recognised: true });
    expect(spec.effects()).toEqual(['stop X_PROV_COUNTY', 'start X_PROV_NOTIFY 2025-10-16']);
    expect(spec.does('2025-10-14 09:00', 'ca', 'NotifyApplicant', {}).effects()).toEqual(['stop X_PROV_NOTIFY']);
    expect(spec.record.hukou).toMatchObject([{ status: 'told', eligible: true, recognised: true }]);
  });

  it('stays with who asked when the care file moves on, until the applicant has been told or wants it no more', () => {
    for (const who of ['ca', 'town'] as const) {
      const spec = flagged()
        .does('2025-09-24 09:00', who, 'RequestHukouCoordination', asked)
        .does('2025-09-25 10:00', who, 'CompleteHukouPapers', { papers: sealed('户口簿') })
        .does('2025-09-25 11:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
      const may = () => spec.may('2025-09-26 09:00', who, 'PushToHukou', 'WithdrawHukouRequest', 'CloseCase');
      expect(may()).toEqual(expect.arrayContaining(['PushToHukou', 'WithdrawHukouRequest']));
      expect(spec.does('2025-09-26 10:00', who, 'PushToHukou', {}).effects()).toContain('stop X_PROV_PUSH');
      spec.does('2025-09-26 11:00', who, 'WithdrawHukouRequest', {});
      expect(relationsOf(spec.record, agency(who)).has('hukou-sender')).toBe(false);
    }
  });

  it('charges each side with its own part', () => {
    const holders = (spec: SpecCase) =>
      spec.record.clocks
        .filter(({ scope }) => scope === 'hukou-request')
        .map(({ clock, holder }) => `${clock} ${holder}`);
    expect(holders(decided())).toEqual([
      'X_PROV_PUSH ca',
      'X_PROV_TOWN far-town',
      'X_PROV_COUNTY far-ca',
      'X_PROV_NOTIFY ca',
    ]);
  });

  it('is unknown to the hukou side before the push, and the township’s and the county’s in their turn', () => {
    const before = complete();
    for (const who of ['far-town', 'far-ca']) expect([...relationsOf(before.record, agency(who))]).toEqual([]);
    expect(before.tries('2025-09-26 09:00', 'far-town', 'GiveHukouOpinion', { eligible: true }).refused()).toBe(
      'NOT_FOUND',
    );
    const spec = pushed();
    expect(spec.tries('2025-10-10 09:00', 'far-ca', 'DecideHukouRequest', { recognised: true }).refused()).toBe(
      'NO_SUCH_ITEM',
    );
    expect(spec.tries('2025-10-10 09:00', 'far-wf', 'GiveHukouOpinion', { eligible: true }).refused()).toBe(
      'NOT_FOUND',
    );
    expect(spec.tries('2025-10-10 09:00', 'town', 'NotifyApplicant', {}).refused()).toBe('NO_SUCH_ITEM');
  });

  it('is asked of a township elsewhere, once for a category', () => {
    const ask = (township: string, spec = flagged()) =>
      spec.tries('2025-09-24 09:00', 'ca', 'RequestHukouCoordination', { ...asked, township }).refused();
    expect([ask('town'), ask('far-ca'), ask('no-such-agency')]).toEqual(Array(3).fill('NO_SUCH_AGENCY'));
    expect(ask('far-town', requested())).toBe('ALREADY_DONE');
    const other = { ...asked, category: 'DISABILITY_SUBSIDIES' as const };
    expect(requested().does('2025-09-25 09:00', 'town', 'RequestHukouCoordination', other).record.hukou).toHaveLength(
      2,
    );
  });

  it('withdrawn ends what runs for it; closing the care file does not', () => {
    const closed = pushed().does('2025-09-30 09:00', 'ca', 'CloseCase', { closingReason: 'RESOLVED' });
    expect(closed.running()).toContain('X_PROV_TOWN');
    expect(closed.does('2025-10-10 09:00', 'ca', 'WithdrawHukouRequest', {}).effects()).toEqual(['stop X_PROV_TOWN']);
    expect(closed.tries('2025-10-11 09:00', 'far-town', 'GiveHukouOpinion', { eligible: true }).refused()).toBe(
      'NO_SUCH_ITEM',
    );
  });

  it('asks a reason of who is named by no clause, and refuses nobody for it', () => {
    const ask = (reason?: string) =>
      flagged().tries('2025-09-24 09:00', 'cs', 'RequestHukouCoordination', asked, { reason });
    expect(ask().refused()).toBe('CONFIGURED_RULE_NEEDS_REASON');
    expect(ask('代街道办理').types()).toEqual(['HukouCoordinationRequested']);
  });
});

describe('an organ of the child’s home', () => {
  const there = { ...girl, place: { division: farVillage } };
  const found = () =>
    new SpecCase().does('2025-10-29 16:00', 'far-proc', 'DiscoverInCase', {
      ...there,
      ground: 'GUARDIAN_FAILS_DUTY',
      caseReference: sealed('朝检未检第12号'),
      statement: sealed('孩子独自入住酒店'),
    });
  const notice = { to: 'proc', facts: sealed('该儿童住所地在贵辖区') };
  const told = () => found().does('2025-10-29 17:00', 'far-proc', 'NotifyDomicile', notice);

  it('is told in Beijing by the clause of its regulation, and is an organ, and elsewhere', () => {
    const spec = found();
    expect(spec.steps('2025-10-29 17:00', 'far-proc', ['NotifyDomicile'])).toMatchObject([{ cite: { article: '61' } }]);
    for (const to of ['far-psb', 'wf', 'nobody']) {
      expect(spec.tries('2025-10-29 17:00', 'far-proc', 'NotifyDomicile', { ...notice, to }).refused()).toBe(
        'NO_SUCH_AGENCY',
      );
    }
    expect(told().types()).toEqual(['DomicileNotified']);
    const elsewhere = flagged().tries('2025-10-29 17:00', 'ca', 'NotifyDomicile', { ...notice, to: 'far-ca' });
    expect(elsewhere.last).toMatchObject({ refused: 'CONFIGURED_RULE_NEEDS_REASON', standing: 'configured' });
  });

  it('works on nothing of the case, and may still report', () => {
    const spec = told();
    expect(standsAside(spec.record, agency('proc'))).toBe(true);
    const all = ['IssueAdmonition', 'RecordChildHeard', 'NotifyDomicile', 'ReportToPolice'] as const;
    expect(spec.may('2025-10-30 09:00', 'proc', ...all)).toEqual(['ReportToPolice']);
    expect(spec.tries('2025-10-30 09:00', 'proc', 'RecordChildHeard', { said: sealed('好') }).refused()).toBe(
      'NOT_YOUR_ITEM',
    );
  });

  it('knows the child, the county and what it was told; of the case nothing', () => {
    const spec = told()
      .does('2025-10-29 18:00', 'far-proc', 'IssueAdmonition', { text: sealed('训诫') })
      .does('2025-10-30 09:00', 'far-cd', 'RaiseFlag', there, { joins: true });
    const known = knownAside(spec.record, agency('proc'));
    expect(known).toMatchObject({ division: farVillage.slice(0, 6), notices: [{ facts: notice.facts }] });
    expect([known.guardian, known.child?.turns18On]).toEqual([null, undefined]);
    expect([known.flags, known.findings, known.admonitions, known.hukou]).toEqual([[], [], [], []]);
    expect(JSON.stringify(known)).not.toMatch(/独自入住|训诫|朝检|夜间/);
    expect(village.startsWith(known.division)).toBe(false);
  });
});
