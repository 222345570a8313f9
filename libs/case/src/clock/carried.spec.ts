import { agency, farVillage, nextVillage, village } from '../directory.fixture.ts';
import { flagged, girl, SpecCase, sealed } from '../given.fixture.ts';
import { type Clock, isCounted } from '../record.ts';
import { breachesBelow } from './below.ts';

const triage = ({ record }: SpecCase): readonly Clock[] =>
  record.clocks.filter((clock) => clock.clock === 'TRIAGE' && isCounted(clock));
const breaches = ({ events }: SpecCase) =>
  events.flatMap(({ type, data }) => (type === 'ClockBreached' && data.clock === 'TRIAGE' ? [data.holder] : []));
/** What the ladder of the triage has brought. */
const rungs = ({ events }: SpecCase) =>
  events.flatMap((event) =>
    (event.type === 'SuperiorNotified' || event.type === 'HolderUrged' || event.type === 'SupervisionOpened') &&
    event.data.clock === 'TRIAGE'
      ? [event.type]
      : [],
  );

describe('a triage that ran out', () => {
  /** The flag of the one case was to be triaged on Tuesday, 4 March; it is merged into the other, whose own flag is done. */
  const merged = (when: string) => {
    const source = flagged('source').until(when);
    const target = new SpecCase('target').does('2025-03-03 09:00', 'grid', 'RaiseFlag', girl);
    target.does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' });
    target.does(when, 'cs', 'MergeFlags', { sourceCaseId: 'source' }, { other: source.record });
    source.follows(when, 'EndMergedCase', { targetCaseId: 'target' });
    return { source, target };
  };
  const parted = ({ source, target }: ReturnType<typeof merged>, when: string) => {
    target.until(when).does(when, 'cs', 'UnmergeFlags', { sourceCaseId: 'source' }, { other: source.record });
    source.follows(when, 'RestoreMergedCase', { targetCaseId: 'target' });
    return { source, target };
  };

  it('goes on overdue in the case that its flag is merged into, known to whom it was told, and is not breached anew', () => {
    const { target } = merged('2025-03-05 09:00');
    expect(triage(target)).toMatchObject([{ state: 'overdue', due: expect.stringContaining('2025-03-04') }]);
    expect(breachesBelow(target.record, agency('town'))).toEqual(triage(target));
    target.until('2025-04-30 09:00');
    expect(breaches(target)).toEqual([]);
    expect(rungs(target)).toEqual(['HolderUrged', 'SupervisionOpened']); // its superior had been told before
  });

  it('has a supervision that nobody answered opened where the flag is now', () => {
    const { source, target } = merged('2025-03-20 09:00');
    expect(rungs(source)).toEqual(['SuperiorNotified', 'HolderUrged', 'SupervisionOpened']);
    target.until('2025-03-20 09:00');
    expect(rungs(target)).toEqual(['SupervisionOpened']);
    expect(target.record.supervisions[0]).toMatchObject({ clockId: triage(target)[0]?.id, holder: 'rvc' });
  });

  it('has none opened again once it was answered', () => {
    const source = flagged('source').until('2025-03-20 09:00');
    source.does('2025-03-20 10:00', 'rvc', 'AnswerSupervision', { answer: sealed('今日研判') });
    const target = new SpecCase('target').does('2025-03-20 09:00', 'grid', 'RaiseFlag', girl);
    target.does('2025-03-20 11:00', 'cs', 'MergeFlags', { sourceCaseId: 'source' }, { other: source.record });
    target.until('2025-03-20 11:00');
    expect(rungs(target)).toEqual([]);
  });

  it('goes on as itself in a case that stands again, with its supervision', () => {
    const { source, target } = parted(merged('2025-03-20 09:00'), '2025-03-21 09:00');
    expect(triage(target)).toEqual([]);
    const [clock] = triage(source);
    expect(clock).toMatchObject({ state: 'overdue', due: expect.stringContaining('2025-03-04') });
    expect(source.record.supervisions).toMatchObject([{ clockId: clock?.id }]);
    expect(breachesBelow(source.record, agency('town'))).toContain(clock);
    source.until('2025-04-30 09:00');
    expect(breaches(source)).toEqual(['rvc']);
    expect(rungs(source)).toEqual(['SuperiorNotified', 'HolderUrged', 'SupervisionOpened']);
    source.does('2025-04-30 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' });
    expect(source.record.clocks.filter(isCounted).map(({ scope }) => scope)).not.toContain('supervision');
  });

  it('that had not run out before a merge runs out once, where it is', () => {
    const { source, target } = parted(merged('2025-03-04 09:00'), '2025-03-06 09:00');
    expect(breaches(target)).toEqual(['rvc']);
    source.until('2025-03-31 09:00');
    expect(breaches(source)).toEqual(['rvc']);
  });

  describe('and goes to another place with the care file', () => {
    const gone = () =>
      flagged()
        .until('2025-03-06 08:00')
        .does('2025-03-06 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });

    it('comes back overdue to whoever let it lapse, be it done there in time or not', () => {
      for (const when of ['2025-03-06 17:00', '2025-03-12 09:00']) {
        const back = gone().until(when).does(when, 'far-ca', 'TransferCaseJurisdiction', { to: village });
        expect(triage(back)).toMatchObject([
          { holder: 'rvc', state: 'overdue', due: expect.stringContaining('2025-03-04') },
        ]);
        back.until('2025-04-30 09:00');
        expect(breaches(back).filter((holder) => holder === 'rvc')).toEqual(['rvc']);
      }
    });

    it('comes back overdue to each that let it lapse, however often it goes to and fro', () => {
      const spec = gone();
      const trips = [
        ['2025-03-12 09:00', 'far-ca', village],
        ['2025-03-13 09:00', 'ca', farVillage],
        ['2025-03-14 09:00', 'far-ca', village],
      ] as const;
      for (const [when, who, to] of trips) spec.until(when).does(when, who, 'TransferCaseJurisdiction', { to });
      expect(triage(spec)).toMatchObject([{ holder: 'rvc', state: 'overdue' }]);
      spec.does('2025-03-14 10:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage }).until('2025-04-30 09:00');
      expect(triage(spec)).toMatchObject([
        { holder: 'far-rvc', state: 'overdue', due: expect.stringContaining('2025-03-07') },
      ]);
      expect(breaches(spec)).toEqual(['rvc', 'far-rvc']);
    });

    it('gives a third the whole interval, and comes back from there overdue to the first', () => {
      const when = '2025-03-12 09:00';
      const on = gone().until(when).does(when, 'far-ca', 'TransferCaseJurisdiction', { to: nextVillage });
      expect(triage(on)).toMatchObject([
        { holder: 'next-rvc', state: 'running', due: expect.stringContaining('2025-03-13') },
      ]);
      const later = '2025-03-20 09:00';
      on.until(later).does(later, 'ca', 'TransferCaseJurisdiction', { to: village });
      expect(triage(on)).toMatchObject([
        { holder: 'rvc', state: 'overdue', due: expect.stringContaining('2025-03-04') },
      ]);
    });
  });
});
