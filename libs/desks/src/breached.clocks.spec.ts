import type { NamedAgency } from '#access';
import { agency } from '../../case/src/directory.fixture.ts';
import { flagged, ordered, type SpecCase, sealed } from '../../case/src/given.fixture.ts';
import { breachedClocks } from './breached.clocks.ts';
import { careCase, psychCase } from './planted.fixture.ts';

const named = (id: string): NamedAgency => ({ ...agency(id), name: { zh: id, en: id } });
const citable = ({ record }: SpecCase, who: string) =>
  breachedClocks(record, named(who))
    .map(({ clock, holder }) => `${clock} ${holder}`)
    .sort();
const everybody = ['rvc', 'cd', 'town', 'psb', 'proc', 'court', 'wf', 'ca', 'edu', 'hosp'];

describe('breached clocks that may be cited', () => {
  const late = () => flagged().until('2025-03-10 00:00');

  it('are nobody’s before the police hold a report, and then theirs to see', () => {
    expect(everybody.flatMap((who) => citable(late(), who))).toEqual([]);
    const told = late().does('2025-03-10 09:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('f') });
    expect(citable(told, 'psb')).toEqual(['TRIAGE rvc']);
    expect(everybody.filter((who) => who !== 'psb').flatMap((who) => citable(told, who))).toEqual([]);
  });

  it('stay citable once the work was done late, and are not when it was done in time', () => {
    const told = () => late().does('2025-03-10 09:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('f') });
    const triaged = told().does('2025-03-10 10:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS', guardianFails: false });
    expect(citable(triaged, 'psb')).toEqual(['TRIAGE rvc']);
    const inTime = flagged()
      .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS', guardianFails: false })
      .does('2025-03-03 11:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('f') });
    expect(citable(inTime, 'psb')).toEqual([]);
  });

  it('of an order are its issuer’s to see, and whose breach was taken to them', () => {
    const sessions = ordered().until('2025-04-20 00:00');
    expect(citable(sessions, 'psb')).toContain('ORDER_SESSION wf');
    expect([citable(sessions, 'court'), citable(sessions, 'wf')]).toEqual([[], []]);
    const taken = sessions
      .does('2025-04-20 09:00', 'psb', 'RecordBreach', { note: sealed('n') })
      .does('2025-04-20 10:00', 'psb', 'EscalateBreach', { to: 'court' });
    expect(citable(taken, 'court')).toContain('ORDER_SESSION wf');
  });

  it('of a file are seen by the procuratorate that asked, and never name who reported', () => {
    const asked = careCase().does('2025-03-21 09:00', 'proc', 'AskWhyNotFiled', {}).until('2025-06-01 00:00');
    expect(citable(asked, 'proc')).toContain('NO_FILING_REASON psb');
    expect(everybody.flatMap((who) => citable(asked, who)).filter((one) => one.endsWith(' hosp'))).toEqual([]);
  });

  it('of whether to file are the procuratorate’s to see once a file is before it, and nobody else’s', () => {
    const accepted = flagged()
      .does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('f'), suspectedCrime: true })
      .does('2025-03-03 11:00', 'psb', 'AcceptCase', {})
      .until('2025-03-10 00:00');
    const citing = () => everybody.filter((who) => citable(accepted, who).includes('CRIM_FILING psb'));
    expect(citing()).toEqual([]);
    accepted.does('2025-03-10 09:00', 'psb', 'FileCriminalCase', {});
    expect(citing()).toEqual(['proc']);
  });

  it('of a psychological flag are nobody’s', () => {
    const psych = psychCase().until('2025-06-01 00:00');
    const all = everybody.flatMap((who) => citable(psych, who));
    expect(all.filter((one) => one.startsWith('PSYCH_') || one.endsWith(' school'))).toEqual([]);
  });
});
