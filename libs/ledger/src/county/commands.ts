import { type CommandDefinition, type Guard, refuse, runOutClock, type Sealed } from '#case';
import { ranOutOf } from './clock.ts';
import type { SurveyWorkEvent } from './events.ts';
import type { DataHalf, SurveyWorkRecord } from './record.ts';

export type SurveyWorkCommand<Input extends object> = CommandDefinition<Input, SurveyWorkRecord, SurveyWorkEvent>;
type SurveyWorkGuard = Guard<SurveyWorkRecord>;

function onSurveyWork<Input extends object>(definition: SurveyWorkCommand<Input>): SurveyWorkCommand<Input> {
  return definition;
}

const aDepartment = { zh: '报送部门', en: 'department that gives data' };

const ofTheCounty: SurveyWorkGuard = ({ division }, { actor }) =>
  actor.agency.type === 'CA' && actor.agency.division === division
    ? undefined
    : refuse('NOT_YOUR_ITEM', null, { item: { zh: '摸排机制', en: 'survey work' } });

const aListedDepartment: SurveyWorkGuard = ({ departments }, { actor }) =>
  departments.some(({ agency }) => agency === actor.agency.id)
    ? undefined
    : refuse('NO_SUCH_ITEM', null, { item: aDepartment });

export interface EstablishSurveyWorkInput {
  /** The departments that give data, by agency. */
  readonly departments: readonly string[];
}

/** 建立机制: civil affairs of the county names the departments that give data; more may be named later. */
export const EstablishSurveyWork = onSurveyWork<EstablishSurveyWorkInput>({
  name: { zh: '建立摸排与数据共享机制', en: 'Establish survey work' },
  personal: {},
  emits: ['SurveyWorkEstablished', 'DepartmentListed'],
  opensCase: true,
  guards: [],
  decide({ departments }, record, { actor, directory, newId, caseId: surveyWorkId }) {
    const division = record.division || actor.agency.division;
    const strange = departments.find((id) => !directory.get(id)?.division.startsWith(division));
    if (strange !== undefined) return refuse('NO_SUCH_AGENCY', null, { agency: strange });
    const known = new Set(record.departments.map(({ agency }) => agency));
    const fresh = departments.filter((id) => !known.has(id));
    if (record.status === 'open' && fresh.length === 0) return refuse('ALREADY_DONE', null, { item: aDepartment });
    const established: readonly SurveyWorkEvent[] =
      record.status === 'open' ? [] : [{ type: 'SurveyWorkEstablished', data: { surveyWorkId, division } }];
    const listed = fresh.map((department): SurveyWorkEvent => {
      return { type: 'DepartmentListed', data: { surveyWorkId, submissionId: newId(), department } };
    });
    return [...established, ...listed];
  },
});

export interface SubmitDataInput {
  readonly for: DataHalf;
  /** How many migrant children it knows of; never who they are. */
  readonly children: number;
  readonly note?: Sealed;
}

/** 报送数据: a department gives civil affairs what it knows, for one half of the year. */
export const SubmitData = onSurveyWork<SubmitDataInput>({
  name: { zh: '报送数据', en: 'Submit data' },
  personal: { note: 'evidence' },
  emits: ['DataSubmitted'],
  guards: [aListedDepartment],
  decide(input, { id: surveyWorkId, departments }, { actor }) {
    const own = departments.find(({ agency }) => agency === actor.agency.id);
    if (!own) return refuse('NO_SUCH_ITEM', null, { item: aDepartment });
    const { for: half, children, note } = input;
    const data = { surveyWorkId, submissionId: own.id, department: own.agency, for: half, children, note };
    return [{ type: 'DataSubmitted', data }];
  },
});

export interface CloseSurveyRoundInput {
  /** How many migrant children were found. */
  readonly children: number;
}

/** 完成一轮摸排: where the document wants a survey each half year, the next is counted from here. */
export const CloseSurveyRound = onSurveyWork<CloseSurveyRoundInput>({
  name: { zh: '完成一轮摸排', en: 'Close a survey round' },
  personal: {},
  emits: ['SurveyRoundClosed'],
  guards: [ofTheCounty],
  decide: ({ children }, { id: surveyWorkId }) => [{ type: 'SurveyRoundClosed', data: { surveyWorkId, children } }],
});

/** 召开推进会议: once in each calendar year. */
export const RecordAnnualMeeting = onSurveyWork<object>({
  name: { zh: '记录推进会议', en: 'Record the yearly meeting' },
  personal: {},
  emits: ['MeetingHeld'],
  guards: [ofTheCounty],
  decide: (_, { id: surveyWorkId }) => [{ type: 'MeetingHeld', data: { surveyWorkId } }],
});

/** 到期: the clock runner's. */
const RunOutClock = onSurveyWork(
  runOutClock(
    { zh: '摸排机制时限到期', en: 'A clock of the survey work runs out' },
    ['WorkPeriodMissed', 'WorkDutyOverdue'],
    ranOutOf,
  ),
);

/** Every command on survey work that a desk can offer, by name. */
export const surveyWorkCommands = { EstablishSurveyWork, SubmitData, CloseSurveyRound, RecordAnnualMeeting };
export type SurveyWorkCommandName = keyof typeof surveyWorkCommands;
export type SurveyWorkInputOf<N extends SurveyWorkCommandName> = Parameters<
  (typeof surveyWorkCommands)[N]['decide']
>[0];

export const surveyWorkSystemCommands = { RunOutClock };

export function isSurveyWorkCommand(name: string): name is SurveyWorkCommandName {
  return Object.hasOwn(surveyWorkCommands, name);
}
