import { randomUUID } from 'node:crypto';
import { type Desk, desks, mutationOf } from '#desks';
import { type Runtime, worksAt } from '#runtime';
import { DeskClient, onLedger } from '../../desk.client.ts';
import { VILLAGE } from '../../standing.service.ts';
import { writtenForLedger } from '../../written.input.ts';
import type { HiddenPlace } from './hidden.place.ts';
import { freshNumber, keepOut, type Outsider, secretFlag } from './outsiders.ts';
import { comparePair, difference, entryQuestionsOf, GLASS, type Leaks, type Question, questionsOf } from './swaps.ts';

/** A mutation of whatever kind, by its input. */
const question = (what: string, input: (id: string) => object): Question => ({
  what,
  body: (id) => ({
    query: `mutation($input: ${what}Input!) { outcome: ${mutationOf(what as never)}(input: $input) { __typename
      ... on Refused { code message { zh en } standing cite { clause } } } }`,
    variables: { input: { ...input(id), idempotencyKey: randomUUID() } },
  }),
});

const asked = (field: string): Question => ({
  what: field,
  body: (id) => ({ query: `query($id: ID!) { ${field} }`, variables: { id } }),
});

const decided = (field: string): Question => ({
  what: field,
  body: (id) => ({ query: `mutation($id: ID!) { ${field} }`, variables: { id } }),
});

/** What a head decides on a case: to be kept out of it oneself may not make a difference. */
const CONFLICTS = ['end', 'record', 'end'].map((verb) =>
  decided(`${verb}Conflict(officer: "nobody", caseId: $id${verb === 'record' ? ', reason: "系近亲属"' : ''})`),
);

/** Commands on a case of one's own that name another; only some desks have them. */
const naming = (beside: string): readonly Question[] => [
  question('MergeFlags', (sourceCaseId) => ({ caseId: beside, sourceCaseId })),
  question('UnmergeFlags', (sourceCaseId) => ({ caseId: beside, sourceCaseId })),
  question('SplitChild', (sourceCaseId) => ({ caseId: beside, sourceCaseId, because: 'x' })),
];

const stay = { hukouDivision: '110105', residenceSince: '2023-01-01' };

/** Files of children that are opened by the case they come of. */
const FILES: readonly Question[] = [
  question('OpenLedgerEntry', (sourceCaseId) => ({
    ...{ sourceCaseId, categories: ['FAMILY_HARDSHIP'], reason: 'x', ...stay },
  })),
  question('OpenKeyMinorEntry', (sourceCaseId) => ({
    ...{ sourceCaseId, behaviour: 'MISBEHAVIOUR', foundOn: '2025-03-01', facts: 'x', ...stay },
  })),
  question('IssueRecommendation', (clockId) => ({
    ...{ addressee: 'psb-441502', kind: 'PROCURATORIAL', text: 'x', clockIds: [clockId] },
  })),
];

const onLedgerOf = ({ ledgerCommands }: Desk): readonly Question[] => [
  asked('ledgerEntry(id: $id) { id version childName }'),
  asked('ledgerSteps(id: $id) { command }'),
  ...ledgerCommands
    .filter((command) => command !== 'OpenLedgerEntry')
    .map((command) => question(command, (id) => writtenForLedger(command, id))),
];

function asksOf(desk: Desk, { kind, beside, near }: Outsider): readonly Question[] {
  if (kind === 'ledger') return onLedgerOf(desk);
  if (kind === 'key-minor') return entryQuestionsOf();
  const asks = questionsOf(desk).filter((one) => !near || one !== GLASS);
  return [...asks, ...CONFLICTS, ...FILES, ...(beside === undefined ? [] : naming(beside))];
}

/** Asks as everybody who was inside once for what is not there for them, in every operation that takes an id. */
export async function compareOutsiders(
  place: HiddenPlace,
  who: readonly Outsider[],
  url?: string,
  enough = Number.POSITIVE_INFINITY,
): Promise<Leaks> {
  const found: Leaks = { pairs: 0, leaks: [] };
  for (const outsider of who) {
    const agency = place.standing.directory.get(outsider.agency);
    const desk = desks.find((one) => agency && worksAt(one, agency));
    if (!desk) throw new Error(`${outsider.agency} works at no desk`);
    for (const one of asksOf(desk, outsider)) {
      if (found.leaks.length >= enough) return found;
      const what = `${outsider.why}: ${one.what}`;
      await comparePair(place, outsider.agency, { ...one, what }, outsider.id, url, found);
    }
  }
  return found;
}

const UUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A command that takes a child by its identity number, where somebody kept out of that child's case gives it. */
interface Opening {
  readonly agency: string;
  readonly command: string;
  readonly more: object;
  /** What it comes to. */
  readonly typename: string;
  readonly id: string;
}

const TOWNSHIP = `town-${VILLAGE.slice(0, 9)}`;
const opening = (agency: string, command: string, more: object): Opening => ({
  ...{ agency, command, more, typename: 'Accepted', id: 'caseId' },
});
const OPENINGS: readonly Opening[] = [
  opening(TOWNSHIP, 'RaiseFlag', { kind: 'HARDSHIP', facts: 'x' }),
  opening(TOWNSHIP, 'ReportToPolice', { to: 'psb-441502', facts: 'x' }),
  opening('proc-441502', 'ComplainOfNoFiling', { to: 'psb-441502', complainant: 'REPORTER', grounds: 'x' }),
  opening('ca-441502', 'ApplyProtectionOrder', { to: 'court-441502', facts: 'x' }),
  opening('ca-441502', 'RaiseFlag', { kind: 'HARDSHIP', facts: 'x' }),
  {
    ...opening(TOWNSHIP, 'OpenLedgerEntry', { categories: ['FAMILY_HARDSHIP'], reason: 'x', ...stay }),
    typename: 'LedgerAccepted',
    id: 'ledgerEntryId',
  },
];

/**
 * Whoever is kept out of the case of a child gives its identity number: what comes of it is what comes of a number that nobody had
 * before, ids and versions aside, and among the ids are none of what is hidden.
 */
export async function compareNumbers(place: HiddenPlace, url?: string, enough = Infinity): Promise<Leaks> {
  const { standing } = place;
  const found: Leaks = { pairs: 0, leaks: [] };
  const committee = new DeskClient(standing, `rvc-${VILLAGE}`);
  for (const { agency, command, more, typename, id } of OPENINGS) {
    if (found.leaks.length >= enough) return found;
    const known = { name: '欧阳槿汐', birthDate: '2014-05-06', idNumber: freshNumber() };
    const { caseId } = await committee.accepted('RaiseFlag', secretFlag(known));
    await standing.stage.settled();
    const hidden = [caseId];
    if (typename === 'LedgerAccepted') {
      const input = { sourceCaseId: caseId, categories: ['FAMILY_HARDSHIP'], reason: 'x', ...stay };
      hidden.push((await onLedger(new DeskClient(standing, TOWNSHIP, 2), 'OpenLedgerEntry', input)).ledgerEntryId);
    }
    if (command === 'ComplainOfNoFiling') {
      await committee.accepted('ReportToPolice', { caseId, to: 'psb-441502', facts: 'x' });
    }
    await keepOut(place, agency, caseId);
    await standing.stage.settled();
    const give = (idNumber: string) =>
      place.ask(
        agency,
        {
          query: `mutation($input: ${command}Input!) { outcome: ${mutationOf(command as never)}(input: $input) { __typename
            ... on ${typename} { ${id} events enteredLate repeated view clocks { effect id clock due late } }
            ... on Refused { code message { zh en } standing cite { clause } } } }`,
          variables: {
            input: {
              ...{ idempotencyKey: randomUUID(), ...more, place: { division: VILLAGE } },
              child: { name: '欧阳槿汐', birthDate: '2014-05-06', idNumber },
            },
          },
        },
        url,
      );
    const [one, other] = [await give(known.idNumber), await give(freshNumber())];
    found.pairs += 1;
    if (!other.text.includes(`"${typename}"`)) throw new Error(`${command} was not accepted: ${other.text}`);
    const blank = (answer: typeof one) => ({ ...answer, text: answer.text.replace(UUIDS, '…') });
    const told = hidden.find((each) => one.text.includes(each));
    const differs = difference(blank(one), blank(other));
    if (told || differs) found.leaks.push(`${agency} · ${command} by number: ${told ? 'the id' : differs}`);
  }
  return found;
}

/** Mistakes planted behind the resolvers: each must be found by those who are kept out. */
const MUTANTS: readonly (readonly [name: string, bend: (runtime: Runtime) => Partial<Runtime>])[] = [
  [
    'commands of whoever is kept out',
    (runtime) => ({
      submit: ({ officer, ...request }) => runtime.submit({ ...request, officer: { ...officer, barred: new Set() } }),
    }),
  ],
  ['whoever is kept out reads', (runtime) => ({ desk: (name) => runtime.desk(name) })],
];

export const outsiderMutants = MUTANTS.map(([name]) => name);

/** The planted mistakes that neither ids nor numbers find. */
export async function outsiderMutantsMissed(place: HiddenPlace, who: readonly Outsider[]): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const [name, bend] of MUTANTS) {
    const planted = await place.plant(bend);
    const { leaks } = await compareOutsiders(place, who, planted.url, 1);
    const more = leaks.length > 0 ? leaks : (await compareNumbers(place, planted.url, 1)).leaks;
    await planted.close();
    if (more.length === 0) missed.push(name);
  }
  return missed;
}
