import { flag, flagged, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;

beforeAll(async () => {
  standing = await standingService();
});
afterAll(() => standing.close());

it('the answer to a command names no clock of hidden work, be it given for the first time or again', async () => {
  const who = people(standing);
  const township = new DeskClient(standing, 'town-441502001');
  const { caseId: sourceCaseId } = await who.education.accepted('RaiseFlag', flag({ kind: 'HARDSHIP' }));
  const noticed = flag({ caseId: sourceCaseId, kind: 'PSYCH_ABNORMALITY', facts: '情绪低落。' });
  const { clocks } = await who.education.accepted('RaiseFlag', noticed);
  expect(clocks).toMatchObject([{ clock: 'TRIAGE' }, { clock: 'PSYCH_TELL_GUARDIAN' }]);
  const caseId = await flagged(who);
  await standing.stage.settled();
  const merge = { caseId, sourceCaseId, idempotencyKey: 'merge' };
  for (const repeated of [false, true]) {
    const answer = await township.accepted('MergeFlags', merge);
    expect([answer.repeated, answer.events]).toEqual([repeated, ['FlagsMerged']]);
    expect(answer.clocks?.filter(({ clock }) => clock.startsWith('PSYCH'))).toEqual([]);
  }
  const log = await standing.log();
  expect(log.find(({ type }) => type === 'FlagsMerged')?.meta).toContain('PSYCH_TELL_GUARDIAN'); // and yet it came over
});
