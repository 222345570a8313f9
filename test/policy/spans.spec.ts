import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agencyTypes } from '#policy';
import { playScenario, readScenario } from '#scenario';
import { directoryFor, startThrowAway } from '#service';

const CONFIGURED = `standing: configured
    cite: { none: configured for this test }`;

/** The clocks of an order, each with another kind of span. */
const PACK = `
pack: wenzhou
name: { zh: 温州市, en: Wenzhou }
extends: national
division: '3303'
effective: '2025-01-01'
clocks:
  ORDER_SESSION:
    name: { zh: 每月指导, en: A session each month }
    scope: order
    kind: duty
    starts: [OrderServed, GuidanceSessionRecorded]
    stops: [GuidanceSessionRecorded]
    within: { each: month }
    roll: false
    holder: provider
    ${CONFIGURED}
  ORDER_TERM:
    name: { zh: 责令期限, en: Term of the order }
    scope: order
    kind: term
    starts: [OrderServed]
    stops: [OrderFulfilled]
    within: { months: 1, asWritten: termMonths, most: 2 }
    roll: false
    holder: issuer
    yellow: { daysBefore: 14 }
    ${CONFIGURED}
  ORDER_FOLLOWUP:
    name: { zh: 季末跟踪, en: Follow-up on a fixed day }
    scope: order
    kind: duty
    starts: [OrderServed]
    stops: [FollowUpRecorded]
    within: { on: 05-31 }
    holder: issuer
    ${CONFIGURED}
  ORDER_REVIEW:
    name: { zh: 复议, en: Review }
    scope: order
    kind: window
    starts: [OrderServed]
    stops: [ReviewRequested]
    within: { days: 5 }
    variants: [{ when: { orderType: GUIDANCE }, within: { hours: 24 } }]
    holder: issuer
    ${CONFIGURED}
  SMD_FOLLOWUP:
    name: { zh: 随访, en: Follow-up }
    awaits: { zh: 严重精神障碍管理, en: follow-up of severe disorders }
    scope: order
    kind: duty
    starts: [OrderServed]
    stops: [PatientFollowedUp]
    within: { days: 1 }
    holder: issuer
    ${CONFIGURED}
`;

/** `exactly`: a clock that starts and is not named fails the step. */
const CASE = `
scenario: spans
title: { zh: 各种期间, en: Every kind of span }
place: '330302001001'
exactly: true
steps:
  - at: 2025-03-12 09:00
    who: PROC
    does: DiscoverInCase
    with: { child: { name: 甲 }, ground: GUARDIAN_FAILS_DUTY, caseReference: 第1号, statement: 办案中发现。 }
    expect: { events: [FindingMade], starts: { ADMONISH: 2025-03-27 } }
  - at: 2025-03-12 10:00
    who: PROC
    does: IssueAdmonition
    with: { text: 训诫。 }
    expect: { events: [AdmonitionIssued], stops: [ADMONISH], starts: { ORDER_DECIDE: 2025-03-27 } }
  - at: 2025-03-12 11:00
    who: PROC
    does: IssueOrder
    with: { orderType: GUIDANCE, termMonths: 6 }
    expect:
      events: [OrderIssued, OrderServed]
      stops: [ORDER_DECIDE]
      starts:
        ORDER_SESSION: 2025-03-31
        ORDER_TERM: 2025-05-12
        ORDER_FOLLOWUP: 2025-06-03
        ORDER_REVIEW: 2025-03-13 11:00
  - at: 2025-03-13 10:00
    who: PROC
    does: RecordGuidanceSession
    with: { attended: true, minutes: 40 }
    expect: { events: [GuidanceSessionRecorded], stops: [ORDER_SESSION], starts: { ORDER_SESSION: 2025-04-30 } }
  - { at: 2025-04-28 23:00, expect: { events: [ClockExpired], colours: { PROC: { ORDER_TERM: BLUE } } } }
  - { at: 2025-04-29 09:00, expect: { colours: { PROC: { ORDER_TERM: YELLOW } } } }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-spans-'));
  await mkdir(join(folder, 'wenzhou'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('each counts as the pack says, and a clock that waits for its track is not started', async () => {
  await writeFile(join(folder, 'wenzhou', 'pack.yaml'), PACK);
  const scenario = readScenario('spans.yaml', CASE);
  const stage = await startThrowAway({
    databaseUrl: process.env.JIELI_TEST_DATABASE_URL,
    directory: directoryFor([scenario], agencyTypes),
    packFolders: [folder],
  });
  try {
    const results = await playScenario(scenario, stage.stage);
    expect(results.map(({ outcome, difference }) => difference ?? outcome)).toEqual(scenario.steps.map(() => 'passed'));
  } finally {
    await stage.close();
  }
});
