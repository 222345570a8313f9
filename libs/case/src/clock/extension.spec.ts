import { agency, farVillage } from '../directory.fixture.ts';
import { acceptedCase, girl, reported, SpecCase, sealed } from '../given.fixture.ts';
import { relationsOf } from '../index.ts';

const because = { because: sealed('案情复杂') };
const filed = () => acceptedCase().does('2025-03-04 09:00', 'psb', 'OpenPublicSecurityCase', {});

describe('an extension', () => {
  it('that the unit decides itself takes effect at once: three days from receipt for a hard case, once', () => {
    const spec = reported().does('2025-03-03 12:00', 'psb', 'RequestExtension', because);
    expect(spec.types()).toEqual(['ExtensionRequested', 'ExtensionGranted']);
    expect(spec.effects()).toContain('move POLICE_REVIEW_ADMIN 2025-03-06');
    expect(spec.tries('2025-03-05 12:00', 'psb', 'RequestExtension', because).refused()).toBe('NO_EXTENSION');
    expect(relationsOf(spec.record, agency('psb')).has('superior')).toBe(false); // it is nobody's superior by that
    expect(spec.until('2025-03-04 12:00').running()).toContain('POLICE_REVIEW_ADMIN');
  });

  it('of a public-security case is the superior’s: thirty days on, from the day before the end rolled', () => {
    const spec = filed().does('2025-03-20 09:00', 'psb', 'RequestExtension', because);
    expect(spec.effects()).toEqual(['start EXTENSION_DECIDE 2025-03-21']);
    expect(spec.may('2025-03-20 10:00', 'psb', 'DecideExtension', 'RequestExtension')).toEqual([]);
    expect(spec.may('2025-03-20 10:00', 'city-psb', 'DecideExtension')).toEqual(['DecideExtension']);
    spec.does('2025-03-21 09:00', 'city-psb', 'DecideExtension', { granted: true });
    expect(spec.effects()).toEqual(['stop EXTENSION_DECIDE', 'move PS_CASE_TERM 2025-05-06']); // 3 May is a rest day
    const term = spec.record.clocks.find(({ clock }) => clock === 'PS_CASE_TERM');
    expect(term).toMatchObject({ state: 'running', extended: 1, firstDue: '2025-04-03T23:59:59.999+08:00' });
    expect(spec.tries('2025-04-10 09:00', 'psb', 'RequestExtension', because).refused()).toBe('NO_EXTENSION');
  });

  it('asked for on the last day is decided on before the day is over', () => {
    const spec = filed().does('2025-04-03 09:00', 'psb', 'RequestExtension', because);
    expect(spec.effects()).toEqual(['start EXTENSION_DECIDE 2025-04-03']); // the working day after it is the 7th
    spec.does('2025-04-03 17:00', 'city-psb', 'DecideExtension', { granted: true });
    expect(spec.effects()).toEqual(['stop EXTENSION_DECIDE', 'move PS_CASE_TERM 2025-05-06']);
  });

  it('refused moves nothing, and may be asked for again', () => {
    const spec = filed()
      .does('2025-03-20 09:00', 'psb', 'RequestExtension', because)
      .does('2025-03-21 09:00', 'city-psb', 'DecideExtension', { granted: false });
    expect(spec.effects()).toEqual(['stop EXTENSION_DECIDE']);
    expect(spec.may('2025-03-22 09:00', 'psb', 'RequestExtension')).toEqual(['RequestExtension']);
  });

  it('comes too late once the time has run out; the breach stays, and the request can only be refused', () => {
    const spec = filed().does('2025-04-03 09:00', 'psb', 'RequestExtension', because).until('2025-04-08 00:00');
    expect(spec.tries('2025-04-08 09:00', 'city-psb', 'DecideExtension', { granted: true }).refused()).toBe(
      'TOO_LATE_TO_EXTEND',
    );
    expect(spec.tries('2025-04-08 09:00', 'psb', 'RequestExtension', because).refused()).toBe('NO_EXTENSION');
    spec.does('2025-04-08 10:00', 'city-psb', 'DecideExtension', { granted: false });
    expect(spec.running()).toContain('PS_CASE_TERM overdue');
  });

  it('that nobody in the directory could decide says who is missing and what to do, and not that there is no rule', () => {
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'far-rvc', 'RaiseFlag', { ...girl, place: { division: farVillage } })
      .does('2025-03-03 10:00', 'far-rvc', 'ReportToPolice', { to: 'far-psb', facts: sealed('facts') })
      .does('2025-03-03 11:00', 'far-psb', 'OpenPublicSecurityCase', {});
    const missing = { refused: 'NO_APPROVER', message: { zh: expect.stringContaining('上级机关') } };
    expect(spec.tries('2025-03-20 09:00', 'far-psb', 'RequestExtension', because).last).toMatchObject(missing);
    const term = spec.record.clocks.find(({ clock }) => clock === 'PS_CASE_TERM');
    const named = { ...because, clockId: term?.id };
    expect(spec.tries('2025-03-20 09:00', 'far-psb', 'RequestExtension', named).last).toMatchObject(missing);
    expect(spec.tries('2025-04-20 09:00', 'far-psb', 'RequestExtension', named).refused()).toBe('NO_EXTENSION');
  });

  it('asked for already is not asked for again', () => {
    const spec = filed().does('2025-03-20 09:00', 'psb', 'RequestExtension', because);
    const term = spec.record.clocks.find(({ clock }) => clock === 'PS_CASE_TERM');
    const again = { ...because, clockId: term?.id };
    expect(spec.tries('2025-03-20 10:00', 'psb', 'RequestExtension', again).refused()).toBe('ALREADY_DONE');
  });

  it('is not waited for once the work is done', () => {
    const spec = filed()
      .does('2025-03-20 09:00', 'psb', 'RequestExtension', because)
      .does('2025-03-20 15:00', 'psb', 'DecideNoPenalty', {});
    expect(spec.effects()).toEqual(['stop PS_CASE_TERM', 'stop EXTENSION_DECIDE']);
  });

  it('is nobody’s but the holder’s, and only where the rule of the clock provides for one', () => {
    const spec = acceptedCase();
    expect(spec.tries('2025-03-03 16:00', 'rvc', 'RequestExtension', because).refused()).toBe('NO_EXTENSION');
    const [feedback] = spec.record.clocks.filter(({ clock }) => clock === 'REPORTER_FEEDBACK');
    expect(
      spec.tries('2025-03-03 16:00', 'psb', 'RequestExtension', { ...because, clockId: feedback?.id }).last,
    ).toMatchObject({ refused: 'NO_EXTENSION' });
  });
});

describe('an expert appraisal', () => {
  it('stops the term while it lasts: eleven days out of thirty, and the end rolls', () => {
    const spec = filed().does('2025-03-10 09:00', 'psb', 'BeginAppraisal', { subject: sealed('伤情') });
    expect(spec.effects()).toEqual(['pause PS_CASE_TERM']);
    expect(spec.until('2025-03-20 00:00').running()).toContain('PS_CASE_TERM paused');
    spec.does('2025-03-21 09:00', 'psb', 'EndAppraisal', {});
    expect(spec.effects()).toEqual(['resume PS_CASE_TERM 2025-04-14']);
    expect(spec.may('2025-05-02 09:00', 'psb', 'EndAppraisal')).toEqual([]);
  });

  it('may be extended while it stands still', () => {
    const spec = filed()
      .does('2025-03-10 09:00', 'psb', 'BeginAppraisal', {})
      .does('2025-03-11 09:00', 'psb', 'RequestExtension', because)
      .does('2025-03-12 09:00', 'city-psb', 'DecideExtension', { granted: true })
      .does('2025-03-20 09:00', 'psb', 'EndAppraisal', {});
    expect(spec.effects()).toEqual(['resume PS_CASE_TERM 2025-05-13']);
  });
});
