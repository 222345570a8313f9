import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeskClient } from '../desk.client.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let caseId: string;
const desk = (agency: string) => new DeskClient(standing, agency);
const [SCHOOL, RECEIVER, EDUCATION] = ['school-441502001', 'psyso-441502', 'edu-441502'];
const SAID = { level: '密语筛查二级', facts: '密语上课走神', because: '密语睡眠障碍', evidence: '密语同意书' };
const REFERRALS = 'query($id: ID!) { case(id: $id) { childName referrals { id status because } } }';
const LEVEL = 'query($id: ID!) { case(id: $id) { screeningLevel consent referrals { status } } }';

beforeAll(async () => {
  standing = await standingService();
  const flagged = await desk(SCHOOL).accepted('RaiseFlag', {
    kind: 'PSYCH_ABNORMALITY',
    child: { name: '欧阳密语', birthDate: '2015-05-01' },
    guardian: { name: '欧阳监护', relation: '父亲' },
    place: { division: VILLAGE },
    facts: SAID.facts,
    screeningLevel: SAID.level,
    reporter: { name: '司徒班主任' },
  });
  caseId = flagged.caseId ?? '';
});
afterAll(() => standing.close());

const sees = async (agency: string, query: string) => (await desk(agency).ask(query, { id: caseId })).data?.case;

it('before consent nothing is shared: no referral is sent, and education does not know that there is a case', async () => {
  expect(await sees(EDUCATION, LEVEL)).toBeNull();
  expect(await desk(SCHOOL).outcome('ReferPsych', { caseId, to: RECEIVER, because: SAID.because })).toMatchObject({
    code: 'GUARDIAN_CONSENT_MISSING',
    standing: 'statute',
  });
});

it('with consent the channel opens: the receiver learns why and not who, until it accepts', async () => {
  await desk(SCHOOL).accepted('RecordGuardianConsent', { caseId, guardianAgrees: true, evidence: SAID.evidence });
  await desk(SCHOOL).accepted('ReferPsych', { caseId, to: RECEIVER, because: SAID.because });
  expect(await sees(EDUCATION, LEVEL)).toMatchObject({ screeningLevel: SAID.level, consent: true });
  expect(await sees(RECEIVER, REFERRALS)).toMatchObject({
    childName: null,
    referrals: [{ status: 'sent', because: SAID.because }],
  });
});

it('consent withdrawn stops sharing at once: what was not taken up is closed, nothing more is sent or accepted', async () => {
  await desk(SCHOOL).accepted('WithdrawConsent', { caseId });
  const [shut, level] = [await sees(RECEIVER, REFERRALS), await sees(EDUCATION, LEVEL)];
  expect(shut).toMatchObject({ childName: null, referrals: [{ status: 'sent', because: null }] });
  expect(level).toMatchObject({ screeningLevel: null, consent: false });
  expect(await desk(RECEIVER).outcome('AcceptReferral', { caseId })).toMatchObject({
    code: 'GUARDIAN_CONSENT_MISSING',
  });
  expect(await desk(SCHOOL).outcome('ReferPsych', { caseId, to: RECEIVER, because: SAID.because })).toMatchObject({
    code: 'GUARDIAN_CONSENT_MISSING',
  });
  expect(await sees(SCHOOL, LEVEL)).toMatchObject({ screeningLevel: SAID.level }); // history stays where it was made
});

it('the guardian who was asked still has access to all that was said, and not to who noticed', async () => {
  const child = /sealed:1:1:([0-9a-f-]{36}):/.exec((await standing.log())[0]?.data ?? '')?.[1] ?? '';
  const out = join(standing.dataDir, 'extract.md');
  const { code } = await jieliWith(
    { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir },
    ...['audit', 'extract', '--child', child, '--officer', 'ca-441502', '--out', out],
  );
  expect(code).toBe(0);
  const text = readFileSync(out, 'utf8');
  for (const word of Object.values(SAID)) expect(text).toContain(word);
  expect(text).not.toContain('司徒班主任');
  expect(text).toContain('举报人甲');
});
