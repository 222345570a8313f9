import { farVillage } from '../../../case/src/directory.fixture.ts';
import { flagged, girl, SpecCase, sealed } from '../../../case/src/given.fixture.ts';
import { directory } from '../seen.fixture.ts';
import { oversightView } from './oversight.view.ts';
import { ownToDo } from './own.ts';

function waitsFor(who: string, { record }: SpecCase) {
  const agency = directory.get(who);
  return agency ? ownToDo(record, agency).map(({ clock, wanted }) => [clock.clock, wanted]) : undefined;
}

const reported = () =>
  new SpecCase()
    .does('2025-03-03 09:00', 'wccw', 'RaiseFlag', { ...girl, signs: ['INJURED'] })
    .does('2025-03-03 09:30', 'wccw', 'ReportToPolice', { to: 'psb', facts: sealed('手臂有伤') })
    .does('2025-03-03 10:00', 'psb', 'RequestInfo', { wanted: sealed('就诊记录') });

describe('what an overseer owes itself', () => {
  it('waits for it alone: a danger to report, and a guardian to tell', () => {
    const injured = new SpecCase().does('2025-03-03 09:00', 'wccw', 'RaiseFlag', { ...girl, signs: ['INJURED'] });
    expect(waitsFor('wccw', injured)).toEqual([['REPORT_IMMEDIATE', undefined]]);
    expect(waitsFor('city-wccw', injured)).toEqual([]);
    const psych = new SpecCase().does('2025-03-03 09:00', 'wccw', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' });
    expect(waitsFor('wccw', psych)).toEqual([
      ['PSYCH_TELL_GUARDIAN', undefined],
      ['TRIAGE', undefined],
    ]);
    expect(
      waitsFor('wccw', psych.does('2025-03-03 10:00', 'wccw', 'TellGuardian', { advice: sealed('送诊') })),
    ).toEqual([]);
  });

  it('says what the police ask it to supply, and names it to nobody else as who reported', () => {
    const spec = reported();
    expect(waitsFor('wccw', spec)).toEqual([['RETURN_FOR_INFO_SUPPLY', '就诊记录']]);
    const city = directory.get('city-wccw');
    const shown =
      city && (oversightView(spec.record, city, directory) as { clocks: { clock: string; holder: string }[] });
    expect(shown?.clocks.find(({ clock }) => clock === 'RETURN_FOR_INFO_SUPPLY')?.holder).toBeNull();
    expect(spec.does('2025-03-03 11:00', 'wccw', 'SupplyInfo', { supplied: sealed('病历') }).effects()).toContain(
      'stop RETURN_FOR_INFO_SUPPLY',
    );
  });

  it('waits for it too where the case has moved out of its place', () => {
    const spec = flagged()
      .does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('多次整夜不归') })
      .does('2025-03-03 11:00', 'psb', 'HandOverReport', { to: 'near-psb' })
      .does('2025-03-04 09:00', 'near-psb', 'RequestDesignation', { note: sealed('行为地在城区') });
    expect(waitsFor('city-psb', spec)).toEqual([]); // it has it among what is shared in its place
    spec.does('2025-03-04 10:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    expect(waitsFor('city-psb', spec)).toEqual([['JURISDICTION_DESIGNATE', undefined]]);
    expect(waitsFor('city-wccw', spec)).toEqual([]);
  });

  it('is nothing where others flagged', () => {
    expect(waitsFor('wccw', flagged())).toEqual([]);
  });
});
