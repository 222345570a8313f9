import { caseCommands } from '#case';
import { desks, mutationOf } from '#desks';
import { type AgencyType, agencyTypes } from '#policy';
import { worksAt } from '#runtime';
import type { Scenario } from '#scenario';
import { directoryFor } from '#service';
import { flag, flagged, type People, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';
import { writtenInput } from '../written.input.ts';

let standing: StandingService;
let who: People;

/** One agency of every type there is, all of the village's county. */
const everyType = directoryFor([{ place: VILLAGE } as Scenario], agencyTypes);
/** The superior organ of the county's police, which works at the oversight desk. */
const cityPolice = everyType.get('psb-4415');
const agencyOf = (type: AgencyType) => everyType.nearest(type, VILLAGE)?.id ?? '';
const deskOf = (type: string) => desks.find(({ agencies }) => agencies.some((own) => own === type));

beforeAll(async () => {
  standing = await standingService(everyType);
  who = people(standing);
});
afterAll(() => standing.close());

/** Whatever an agency of a type asks or does about a case, it hears what it would hear of one that never was. */
async function expectSameAnswers(type: AgencyType, hidden: string): Promise<void> {
  const desk = deskOf(type);
  if (!desk) throw new Error(`${type} works at no desk`);
  const client = new DeskClient(standing, agencyOf(type));
  const both = [hidden, 'b3b0c1d2-0000-4000-8000-000000000000'];
  const timeline = desk.entry ? 'timeline(caseId: $id) { event }' : '';
  const query = `query($id: ID!) { case(id: $id) { id } nextSteps(caseId: $id) { command } ${timeline} }`;
  const answers = await Promise.all(both.map((id) => client.ask(query, { id })));
  expect([type, answers[0]?.text]).toEqual([type, answers[1]?.text]);
  expect(answers[0]?.data).toMatchObject({ case: null, nextSteps: null });
  for (const command of desk.commands) {
    const key = `hidden-${hidden}-${type}-${command}`;
    const given = both.map((id) => client.give(command, { ...writtenInput(command, id), idempotencyKey: key }));
    const [one, other] = await Promise.all(given);
    expect([type, command, one?.text]).toEqual([type, command, other?.text]);
    expect(one?.data?.outcome).toMatchObject({ __typename: 'Refused' });
  }
}

describe('a case that an agency may not know of', () => {
  let hidden: string;
  beforeAll(async () => {
    hidden = await flagged(who, { kind: 'PSYCH_ABNORMALITY' });
  });
  // but for the flagger, and who sees all of its area
  const others = agencyTypes.filter((type) => type !== 'RVC' && ![undefined, 'oversight'].includes(deskOf(type)?.name));

  it.each(others)('is answered to %s as one that does not exist, whatever is asked', (type) =>
    expectSameAnswers(type, hidden),
  );

  it('is answered so under the law of the asker’s place, not of the case’s', async () => {
    const far = await who.committee.accepted('RaiseFlag', flag({ place: { division: '110105001001' } }));
    for (const type of ['WF', 'PSB', 'CA', 'WCCW'] as const) await expectSameAnswers(type, far.caseId);
  });
});

describe('a command', () => {
  it.each(desks.filter(({ commands }) => commands.length > 0))(
    'of the desk $name is done or refused with its clause',
    async (desk) => {
      const allowed = new Set<string>();
      const those = desk.agencies.map((type) => [type, agencyOf(type)] as const);
      if (cityPolice && worksAt(desk, cityPolice)) those.push([cityPolice.type, cityPolice.id]);
      for (const [type, id] of those) {
        const client = new DeskClient(standing, id);
        const flags = desk.commands.includes('RaiseFlag') ? client : who.committee; // who oversees raises none
        const own = (await flags.accepted('RaiseFlag', flag())).caseId;
        for (const command of desk.commands) {
          const outcome = await client.outcome(command, writtenInput(command, own));
          if (outcome.code !== 'ACTOR_NOT_AUTHORISED') allowed.add(command);
          const rule = outcome.cite?.source ?? outcome.cite?.note;
          if (outcome.code === 'ACTOR_NOT_AUTHORISED' || outcome.code === 'CONFIGURED_RULE_NEEDS_REASON') {
            expect([type, command, rule, outcome.standing]).toEqual([
              type,
              command,
              expect.any(String),
              expect.any(String),
            ]);
          } else expect((outcome.standing ?? undefined) === undefined).toBe(!rule);
        }
      }
      expect([...allowed].toSorted()).toEqual(desk.commands.toSorted());
    },
  );

  it.each(desks)('of another desk is refused at the desk $name, with the clause that says who may', async (desk) => {
    const [type] = desk.agencies;
    if (!type) throw new Error(`nobody works at ${desk.name}`);
    const client = new DeskClient(standing, agencyOf(type));
    const before = (await standing.log()).filter(({ stream }) => stream.startsWith('case-'));
    for (const command of Object.keys(caseCommands) as (keyof typeof caseCommands)[]) {
      if (desk.commands.includes(command)) continue;
      const query = `mutation { ${mutationOf(command)}(input: {}) { __typename } }`;
      const { errors, data } = await client.ask(query);
      expect(data ?? null).toBeNull();
      expect(errors).toHaveLength(1);
      const { code, cite, standing: firmness } = errors[0]?.extensions ?? {};
      expect(['ACTOR_NOT_AUTHORISED', 'COMMAND_NOT_AT_THIS_DESK']).toContain(code);
      if (code === 'ACTOR_NOT_AUTHORISED') {
        expect([command, cite, firmness]).toEqual([
          command,
          expect.objectContaining({ clause: expect.any(String) }),
          expect.any(String),
        ]);
      }
    }
    expect((await standing.log()).filter(({ stream }) => stream.startsWith('case-'))).toEqual(before);
  });
});
