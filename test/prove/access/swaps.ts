import { randomUUID } from 'node:crypto';
import type { CommandName } from '#case';
import { type Desk, desks, mutationOf } from '#desks';
import type { KeyMinorCommandName } from '#ledger';
import type { AgencyType } from '#policy';
import type { Runtime } from '#runtime';
import { writtenForEntry, writtenInput } from '../../written.input.ts';
import { type Answer, FAR_POLICE, type HiddenPlace, SECRETS } from './hidden.place.ts';

/** One thing that may be asked of a case by its id. */
export interface Question {
  readonly what: string;
  readonly body: (caseId: string) => object;
}

const QUERIES = ['case(id: $id) { id version }', 'nextSteps(caseId: $id) { command }'];

export const GLASS: Question = {
  what: 'breakGlass',
  body: (id) => ({
    query: 'mutation($id: ID!) { breakGlass(caseId: $id, reason: "儿童可能有危险，需立即联系") { caseId childName } }',
    variables: { id },
  }),
};
const EMERGENCY: Question = {
  what: 'emergencyCase',
  body: (id) => ({ query: 'query($id: ID!) { emergencyCase(caseId: $id) { caseId childName } }', variables: { id } }),
};

/** Every operation of a desk that takes the id of a case. */
export function questionsOf(desk: Desk): readonly Question[] {
  const queries = [...QUERIES, ...(desk.entry ? ['timeline(caseId: $id) { event }'] : [])];
  return [
    ...queries.map(
      (field): Question => ({
        what: field,
        body: (id) => ({ query: `query($id: ID!) { ${field} }`, variables: { id } }),
      }),
    ),
    ...(desk.commands.length > 0 ? [EMERGENCY, GLASS] : []),
    ...desk.commands.map(
      (command): Question => ({
        what: command,
        body: (id) => ({
          query: mutation(command),
          variables: { input: { ...writtenInput(command, id), idempotencyKey: keyOf(command, id) } },
        }),
      }),
    ),
  ];
}

const ON_ENTRIES = ['RecordKeyMinorMeasure', 'MoveKeyMinor', 'CloseKeyMinorEntry'] as const;

/** Every operation of a desk that takes the id of an entry on the key-minor register; where a desk has none, it is tried all the same. */
export function entryQuestionsOf(): readonly Question[] {
  const queries = ['keyMinorEntry(id: $id) { id version childName }', 'keyMinorSteps(id: $id) { command }'];
  return [
    ...queries.map(
      (field): Question => ({
        what: field,
        body: (id) => ({ query: `query($id: ID!) { ${field} }`, variables: { id } }),
      }),
    ),
    ...ON_ENTRIES.map(
      (command): Question => ({
        what: command,
        body: (id) => ({
          query: entryMutation(command),
          variables: { input: { ...writtenForEntry(command, id), idempotencyKey: keyOf(command, id), reason: 'x' } },
        }),
      }),
    ),
  ];
}

function entryMutation(command: KeyMinorCommandName): string {
  return `mutation($input: ${command}Input!) { outcome: ${mutationOf(command)}(input: $input) { __typename
    ... on KeyMinorAccepted { keyMinorEntryId version events keyMinorEntry { id } }
    ... on Refused { code message { zh en } standing cite { clause } } } }`;
}

/** Asks for every hidden entry as every stranger, in every operation. */
export async function compareEntries(place: HiddenPlace, tell: (pairs: number) => void): Promise<Leaks> {
  const found: Leaks = { pairs: 0, leaks: [] };
  for (const entry of place.entries) {
    tell(found.pairs);
    for (const [agency] of place.strangers) {
      for (const question of entryQuestionsOf()) await comparePair(place, agency, question, entry, undefined, found);
    }
  }
  return found;
}

/** The key is part of what is sent, never of what comes back; a new one each time, so that nothing is answered again. */
const keyOf = (command: string, _: string) => `swap-${command}-${randomUUID()}`;

function mutation(command: CommandName): string {
  return `mutation($input: ${command}Input!) { outcome: ${mutationOf(command)}(input: $input) { __typename
    ... on Accepted { caseId version events clocks { id } case { id } } ... on Refused { code message { zh en } standing cite { clause } } } }`;
}

/** What was compared, and where an answer told more than that there is nothing. */
export interface Leaks {
  pairs: number;
  readonly leaks: string[];
}

const ABSENT = 'b3b0c1d2-0000-4000-8000-000000000000';

/** Compares the answer about a hidden case with that about one that never was. */
export async function comparePair(
  place: HiddenPlace,
  agency: string,
  { what, body }: Question,
  hidden: string,
  url: string | undefined,
  into: Leaks,
): Promise<void> {
  const [one, other] = [await place.ask(agency, body(hidden), url), await place.ask(agency, body(ABSENT), url)];
  into.pairs += 1;
  const differs = difference(one, other);
  if (one.status === 401) throw new Error(`${agency} was let in nowhere: nothing was asked`);
  const told = SECRETS.find((secret) => one.text.includes(secret));
  if (differs || told || one.text.includes(hidden))
    into.leaks.push(`${agency} · ${what}: ${told ?? differs ?? 'its id'}`);
}

export function difference(one: Answer, other: Answer): string | undefined {
  for (const part of ['status', 'headers', 'text'] as const) {
    if (one[part] !== other[part]) return `${part}: ${one[part]} / ${other[part]}`.slice(0, 200);
  }
  return undefined;
}

/** The types whose officers ask, with their desks: all of them, or one a desk. */
export function asking(full: boolean): readonly (readonly [AgencyType, Desk])[] {
  return desks.flatMap((desk) => desk.agencies.slice(0, full ? undefined : 1).map((type) => [type, desk] as const));
}

const AS_ANYBODY = 'rvc-110105001001';

/** Mistakes planted behind the resolvers: each must be found by comparing answers. */
export const resolverMutants: readonly (readonly [name: string, bend: (runtime: Runtime) => Partial<Runtime>])[] = [
  [
    'a reader forgets whom it reads for',
    (runtime) => ({
      desk: (name) => ({
        ...runtime.desk(name),
        case: (_, caseId) => runtime.desk('residents-committee').case(AS_ANYBODY, caseId),
      }),
    }),
  ],
  [
    'a list without its agency',
    (runtime) => ({
      desk: (name) => ({
        ...runtime.desk(name),
        cases: (_, first) => runtime.desk('residents-committee').cases(AS_ANYBODY, first),
      }),
    }),
  ],
  [
    '“not yours” instead of “no such case”',
    (runtime) => ({
      submit: async (request) => {
        const outcome = await runtime.submit(request);
        const there = await runtime.desk('residents-committee').case(AS_ANYBODY, request.caseId ?? '');
        if (there === null || !('refused' in outcome)) return outcome;
        return { ...outcome, refused: 'NOT_YOUR_ITEM' as const };
      },
    }),
  ],
  [
    'a fault where there is a case',
    (runtime) => ({
      desk: (name) => ({
        ...runtime.desk(name),
        case: async (agency, caseId) => {
          const there = await runtime.desk('residents-committee').case(AS_ANYBODY, caseId);
          if (there !== null && agency !== AS_ANYBODY) throw new Error('not allowed');
          return null;
        },
      }),
    }),
  ],
];

/** The same of the key-minor register. */
export const registerMutants: typeof resolverMutants = [
  [
    'the register forgets whose duty it is',
    (runtime) => ({
      desk: (name) => ({
        ...runtime.desk(name),
        item: (of, agency, id) => runtime.desk('police').item(of, of === 'key-minor' ? FAR_POLICE : agency, id),
        items: (of, agency, first) => runtime.desk('police').items(of, of === 'key-minor' ? FAR_POLICE : agency, first),
      }),
    }),
  ],
  [
    '“not yours” instead of “no such entry”',
    (runtime) => ({
      submit: async (request) => {
        const outcome = await runtime.submit(request);
        const there = await runtime.desk('police').item('key-minor', FAR_POLICE, request.caseId ?? '');
        if (there === null || !('refused' in outcome)) return outcome;
        return { ...outcome, refused: 'NOT_YOUR_ITEM' as const };
      },
    }),
  ],
];

const LISTS: Question = { what: 'lists', body: () => ({ query: '{ cases(first: 100) { edges { node { id } } } }' }) };

/** The planted mistakes that comparing answers does not find. */
export async function resolversMissed(place: HiddenPlace): Promise<readonly string[]> {
  const [hidden = ''] = place.hidden;
  const [entry = ''] = place.entries;
  const ofCases = asking(false).flatMap(([type, desk]) =>
    [LISTS, ...questionsOf(desk).slice(0, 6)].map((question) => [place.agency(type), question] as const),
  );
  const ofEntries = place.strangers
    .filter(([, desk]) => desk.keyMinor !== undefined)
    .flatMap(([agency]) => entryQuestionsOf().map((question) => [agency, question] as const));
  return [
    ...(await mutantsMissed(place, resolverMutants, hidden, ofCases)),
    ...(await mutantsMissed(place, registerMutants, entry, ofEntries)),
  ];
}

async function mutantsMissed(
  place: HiddenPlace,
  mutants: typeof resolverMutants,
  hidden: string,
  asked: readonly (readonly [agency: string, question: Question])[],
): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const [name, bend] of mutants) {
    const planted = await place.plant(bend);
    const found: Leaks = { pairs: 0, leaks: [] };
    for (const [agency, question] of asked) {
      if (found.leaks.length === 0) await comparePair(place, agency, question, hidden, planted.url, found);
    }
    await planted.close();
    if (found.leaks.length === 0) missed.push(name);
  }
  return missed;
}
