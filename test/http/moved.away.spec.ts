import { flagged, type People, people } from '../case.steps.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
});
afterAll(() => standing.close());

const STEPS =
  'query($id: ID!) { case(id: $id) { division } nextSteps(caseId: $id) { command cite { source clause quote } } }';

it('the village that the care file has left is told no rule of the place where the family went', async () => {
  const caseId = await flagged(who);
  await who.affairs.accepted('TransferCaseJurisdiction', { caseId, to: '341722102201' });
  await standing.stage.settled();
  const seen = await who.committee.sees<{ nextSteps: readonly object[] }>(STEPS, { id: caseId });
  expect(seen.nextSteps).not.toEqual([]);
  expect(JSON.stringify(seen)).not.toMatch(/341722|石台|石民/);
});
