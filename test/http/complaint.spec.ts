import { flag, flagged, type People, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let procuratorate: DeskClient;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  procuratorate = new DeskClient(standing, 'proc-441502');
});
afterAll(() => standing.close());

const child = (idNumber: string) => ({ name: '王小雨', sex: 'FEMALE', idNumber });
const REPORTED = child('441502201505010065');
const FLAGGED = child('441502201505010049');
const UNKNOWN = child('441502201505010081');
const complaint = (one: object) => ({
  child: one,
  place: { division: VILLAGE },
  complainant: 'GUARDIAN',
  grounds: '已报警而不立案。',
});
const CASE = 'query($id: ID!) { case(id: $id) { stage guardianName files { status } complaints { complainant } } }';

it('leads the procuratorate to what was reported to the police, and to nothing else that is there', async () => {
  const reported = await flagged(who, flag({ child: REPORTED }));
  await who.committee.accepted('ReportToPolice', { caseId: reported, to: 'psb-441502', facts: '头部受伤。' });
  await who.police.accepted('DecideNotToFile', { caseId: reported, because: '没有犯罪事实。' });
  const careFile = await flagged(who, flag({ child: FLAGGED }));
  await standing.stage.settled();

  expect((await procuratorate.accepted('ComplainOfNoFiling', complaint(REPORTED))).caseId).toBe(reported);
  const flaggedOnly = await procuratorate.accepted('ComplainOfNoFiling', complaint(FLAGGED));
  const unknown = await procuratorate.accepted('ComplainOfNoFiling', complaint(UNKNOWN));
  await standing.stage.settled();
  expect(flaggedOnly.caseId).not.toBe(careFile);
  const seen = async (id: string) => (await procuratorate.ask(CASE, { id })).text;
  expect(await seen(flaggedOnly.caseId)).toBe(await seen(unknown.caseId)); // a care file that the police know nothing of shows in no byte
  expect(await seen(reported)).toContain('not-filed');
  expect(await seen(unknown.caseId)).toContain('"guardianName":null');
});

it('leads nobody else anywhere: who did not report is answered alike, whether or not there is a case', async () => {
  const about = (one: object) => who.education.outcome('ComplainOfNoFiling', complaint(one));
  expect(await about(REPORTED)).toEqual(await about(child('441502201505010102')));
  expect(await about(REPORTED)).toMatchObject({ code: 'NO_SUCH_ITEM' });
});
