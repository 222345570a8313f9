import { flag } from '../case.steps.ts';
import { VILLAGE } from '../standing.service.ts';
import type { ServerProcess } from './jieli.process.ts';

const desk = '/desks/residents-committee/graphql';
const TELL = `mutation($input: RecordDissuasionInput!) { outcome: recordDissuasion(input: $input) {
  ... on Accepted { outcome: __typename view } ... on Refused { outcome: code } } }`;
const RAISE = 'mutation($input: RaiseFlagInput!) { outcome: raiseFlag(input: $input) { ... on Accepted { caseId } } }';

/** The village's committee at a server that runs as a process of its own, with a token of the demo. */
export async function committeeAt({ url }: ServerProcess) {
  const post = async (path: string, body: object, headers: Record<string, string> = {}): Promise<unknown> => {
    const json = { 'content-type': 'application/json', ...headers };
    return (await fetch(url + path, { method: 'POST', headers: json, body: JSON.stringify(body) })).json();
  };
  const { token } = (await post('/demo/token', { officer: `rvc-${VILLAGE}` })) as { token: string };
  const ask = (query: string, variables: object) =>
    post(desk, { query, variables }, { authorization: `Bearer ${token}` });
  return {
    /** Raises a flag that says its key, and gives the case's id. */
    raise: async (key: string): Promise<string> => {
      const answer = await ask(RAISE, { input: flag({ idempotencyKey: key, facts: `线索 ${key}` }) });
      return (answer as { data: { outcome: { caseId: string } } }).data.outcome.caseId;
    },
    /** Tells the guardian of a case, under a key: `Accepted` with whether the desk shows it already, or why it was refused. */
    tell: async (
      caseId: string,
      idempotencyKey: string,
    ): Promise<{ readonly outcome: string; readonly view?: string }> => {
      const answer = await ask(TELL, { input: { caseId, idempotencyKey, told: '请照看孩子。' } });
      return (answer as { data: { outcome: { outcome: string; view?: string } } }).data.outcome;
    },
    /** What was said in the flags of a case. */
    facts: async (id: string): Promise<readonly string[]> => {
      const answer = await ask('query($id: ID!) { case(id: $id) { flags { facts } } }', { id });
      return (answer as { data: { case: { flags: { facts: string }[] } } }).data.case.flags.map(({ facts }) => facts);
    },
  };
}
