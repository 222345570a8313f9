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

interface Inbox {
  readonly inbox: { readonly edges: readonly { readonly node: { caseId: string; clock: { pack: string } } }[] };
}

it('the village that the care file has left works by the rules of its own place, and is told none of where the family went', async () => {
  const caseId = await flagged(who);
  await who.affairs.accepted('TransferCaseJurisdiction', { caseId, to: '341722102201' });
  await standing.stage.settled();
  const seen = await who.committee.sees<{ nextSteps: readonly object[] }>(STEPS, { id: caseId });
  expect(seen.nextSteps).not.toEqual([]);
  expect(JSON.stringify(seen)).not.toMatch(/341722|石台|石民/);

  await who.committee.accepted('ReportToPolice', { caseId, to: 'psb-441502', facts: '搬走前多次整夜不归。' });
  const waits = await who.police.sees<Inbox>('{ inbox { edges { node { caseId clock { pack } } } } }');
  const packs = waits.inbox.edges.filter(({ node }) => node.caseId === caseId).map(({ node }) => node.clock.pack);
  expect(packs).not.toEqual([]);
  for (const pack of packs) expect(pack).not.toMatch(/shitai/);
});
