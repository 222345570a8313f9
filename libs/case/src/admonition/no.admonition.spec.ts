import { farVillage } from '../directory.fixture.ts';
import { acceptedCase, girl, SpecCase, sealed } from '../given.fixture.ts';

type Ground = 'IMPROPER_FAMILY_EDUCATION' | 'GUARDIAN_FAILS_DUTY';
const finding = (ground: Ground) => ({ ground, caseReference: sealed('案号'), statement: sealed('笔录') });

/** In Beijing, whose pack leaves 家庭教育促进法49 as it is; Guangdong's documents say 应当 on every ground. */
const found = (ground: Ground) =>
  new SpecCase().does('2025-03-04 09:00', 'far-court', 'DiscoverInCase', {
    child: girl.child,
    place: { division: farVillage },
    ...finding(ground),
  });

it('on a ground that leaves admonition to the case, the organ decides against it and the duty ends', () => {
  const spec = found('IMPROPER_FAMILY_EDUCATION');
  expect(spec.may('2025-03-05 09:00', 'far-court', 'DecideNoAdmonition')).toContain('DecideNoAdmonition');
  spec.does('2025-03-05 09:00', 'far-court', 'DecideNoAdmonition', { note: sealed('情节轻微') });
  expect(spec.effects()).toEqual(['stop ADMONISH']);
  expect(spec.may('2025-03-06 09:00', 'far-court', 'DecideNoAdmonition')).not.toEqual(
    expect.arrayContaining(['DecideNoAdmonition']),
  );
  expect(spec.tries('2025-03-06 09:00', 'far-court', 'IssueAdmonition', { text: sealed('训诫') }).refused()).toBe(
    'ALREADY_DONE',
  );
});

it('on a ground on which admonition must follow, it does not, and is told the clause', () => {
  const spec = found('GUARDIAN_FAILS_DUTY');
  expect(spec.may('2025-03-05 09:00', 'far-court', 'DecideNoAdmonition')).not.toContain('DecideNoAdmonition');
  const refused = spec.tries('2025-03-05 09:00', 'far-court', 'DecideNoAdmonition', {}).last;
  expect(refused).toMatchObject({
    refused: 'ADMONITION_MUST_FOLLOW',
    standing: expect.stringMatching(/^(seed|statute)$/),
    cite: expect.objectContaining({ quote: expect.stringContaining('应当予以训诫') }),
  });
});

it('where the document of the place says 应当 on that ground too, admonition must follow', () => {
  const spec = acceptedCase().does('2025-03-04 09:00', 'psb', 'RecordFinding', {
    ground: 'IMPROPER_FAMILY_EDUCATION',
    statement: sealed('笔录'),
  });
  const refused = spec.tries('2025-03-05 09:00', 'psb', 'DecideNoAdmonition', {}).last;
  expect(refused).toMatchObject({ refused: 'ADMONITION_MUST_FOLLOW', standing: 'seed' });
});

it('of two findings the one that must be admonished stays', () => {
  const spec = found('IMPROPER_FAMILY_EDUCATION').does(
    '2025-03-04 10:00',
    'far-court',
    'DiscoverInCase',
    finding('GUARDIAN_FAILS_DUTY'),
  );
  spec.does('2025-03-05 09:00', 'far-court', 'DecideNoAdmonition', {});
  expect(spec.running()).toContain('ADMONISH');
  const must = spec.record.findings.find(({ ground }) => ground === 'GUARDIAN_FAILS_DUTY');
  const again = spec.tries('2025-03-05 10:00', 'far-court', 'DecideNoAdmonition', { findingId: must?.id });
  expect(again.refused()).toBe('ADMONITION_MUST_FOLLOW');
});

it('is not for whoever found nothing', () => {
  expect(found('IMPROPER_FAMILY_EDUCATION').tries('2025-03-05 09:00', 'rvc', 'DecideNoAdmonition', {}).refused()).toBe(
    'ACTOR_NOT_AUTHORISED',
  );
});
