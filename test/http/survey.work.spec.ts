import { agencyTypes } from '#policy';
import type { Scenario } from '#scenario';
import { directoryFor } from '#service';
import { DeskClient } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

const VILLAGE = '341722102201';
const everyType = directoryFor([{ place: VILLAGE } as Scenario], agencyTypes);
let standing: StandingService;
const at = (agency: string) => new DeskClient(standing, agency);

beforeAll(async () => {
  standing = await standingService(everyType);
  standing.host.moveTo(moment('2025-03-03 09:30'));
});
afterAll(() => standing.close());

let keys = 0;
const give = async (agency: string, command: string, input: object) => {
  keys += 1;
  const mutation = command.charAt(0).toLowerCase() + command.slice(1);
  const query = `mutation($input: ${command}Input!) { outcome: ${mutation}(input: $input) { __typename
    ... on SurveyWorkAccepted { events repeated } ... on Refused { code standing } } }`;
  const { data, errors } = await at(agency).ask(query, {
    input: { idempotencyKey: `key-${keys}`, ...input },
  });
  return data?.outcome ?? errors[0]?.extensions.code;
};
const SEEN = `{ surveyWork { departments { agency { id } submissions { for children note } } clocks { clock state due } history { event } }
  inbox(first: 100) { edges { node { surveyWorkId clock { clock } colour } } } }`;
type Seen = {
  surveyWork: { departments: object[]; clocks: { clock: string; state: string }[] } | null;
  inbox: { edges: { node: { colour: string; clock: { clock: string } } }[] };
};

it('a county’s survey work is established, submitted to by each department, and told when it is overdue', async () => {
  expect(await give('ca-341722', 'EstablishSurveyWork', { departments: ['edu-341722', 'psb-341722'] })).toMatchObject({
    events: ['SurveyWorkEstablished', 'DepartmentListed', 'DepartmentListed'],
  });
  expect(await give('psb-341722', 'SubmitData', { for: 'MARCH', children: 40, note: 'ZZ·note' })).toMatchObject({
    events: ['DataSubmitted'],
  });
  expect(await give('health-341722', 'SubmitData', { for: 'MARCH', children: 1 })).toMatchObject({
    code: 'NO_SUCH_ITEM',
  });
  expect(await give('ca-341722', 'SubmitData', { for: 'MARCH', children: 1 })).toBe('COMMAND_NOT_AT_THIS_DESK');
  expect(await give('edu-341722', 'RecordAnnualMeeting', {})).toBe('COMMAND_NOT_AT_THIS_DESK');
  expect(await give('ca-341722', 'RecordAnnualMeeting', {})).toMatchObject({ events: ['MeetingHeld'] });
  expect(await give('ca-341722', 'CloseSurveyRound', { children: 52 })).toMatchObject({
    events: ['SurveyRoundClosed'],
  });
  const police = await at('psb-341722').sees<Seen>(SEEN);
  expect(police.surveyWork?.departments).toEqual([
    { agency: { id: 'psb-341722' }, submissions: [{ for: 'MARCH', children: 40, note: 'ZZ·note' }] },
  ]);
  standing.host.moveTo(moment('2025-04-01 00:00'));
  await standing.stage.settled();
  const affairs = await at('ca-341722').sees<Seen>(SEEN);
  expect(affairs.surveyWork?.clocks.filter(({ state }) => state === 'overdue')).toMatchObject([{ clock: 'DATA_0331' }]);
  expect(affairs.inbox.edges.map(({ node }) => `${node.clock.clock} ${node.colour}`)).toContain('DATA_0331 RED');
  const education = await at('edu-341722').sees<Seen>(SEEN);
  expect(education.inbox.edges.map(({ node }) => `${node.clock.clock} ${node.colour}`)).toEqual([
    'DATA_0331 RED',
    'DATA_0930 BLUE',
  ]);
  for (const other of ['health-341722', 'town-341722102'])
    expect((await at(other).sees<Seen>(SEEN)).surveyWork).toBeNull();
  expect(JSON.stringify(await standing.log())).not.toContain('ZZ·');
});
