import { DeskClient } from './desk.client.ts';
import { type StandingService, VILLAGE } from './standing.service.ts';

/** The agencies of the tests' village, each at its own desk. */
export function people(standing: StandingService) {
  const at = (agency: string, officer = 1) => new DeskClient(standing, agency, officer);
  return {
    director: at(`cd-${VILLAGE}`),
    committee: at(`rvc-${VILLAGE}`),
    police: at('psb-441502'),
    policeToo: at('psb-441502', 2),
    federation: at('wf-441502'),
    education: at('edu-441502'),
    affairs: at('ca-441502'),
    overseer: at('wccw-441502'),
  };
}

export type People = ReturnType<typeof people>;

/** A flag as anyone may raise it; without a birth date no two of them are taken for the same child. */
export function flag(fields: object = {}): object {
  return {
    kind: 'GUARDIANSHIP_FAILURE',
    child: { name: '王小雨', sex: 'FEMALE' },
    guardian: { name: '王大河', relation: '父亲' },
    place: { division: VILLAGE },
    facts: '晚间独自在家。',
    ...fields,
  };
}

/** A case that the committee has flagged. */
export async function flagged({ committee }: People, fields: object = {}): Promise<string> {
  return (await committee.accepted('RaiseFlag', flag(fields))).caseId;
}

/** A case that the committee has reported to the police of the county. */
export async function reported(who: People, fields: object = {}): Promise<string> {
  const caseId = await flagged(who, fields);
  await who.committee.accepted('ReportToPolice', { caseId, to: 'psb-441502', facts: '多次整夜不归。' });
  return caseId;
}

/** What the committee has told the guardian, in order. */
export async function dissuasions({ committee }: People, id: string): Promise<readonly string[]> {
  const query = 'query($id: ID!) { case(id: $id) { dissuasions { told } } }';
  const seen = await committee.sees<{ case: { dissuasions: { told: string }[] } }>(query, { id });
  return seen.case.dissuasions.map(({ told }) => told);
}

/** A case in which the police have found that the guardian fails. */
export async function found(who: People, fields: object = {}): Promise<string> {
  const caseId = await reported(who, fields);
  await who.police.accepted('AcceptCase', { caseId });
  await who.police.accepted('RecordFinding', { caseId, ground: 'GUARDIAN_FAILS_DUTY', statement: '父亲承认。' });
  return caseId;
}
