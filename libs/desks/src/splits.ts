import { type CaseRecord, consenting, goingAlong, stayingBehind } from '#case';

type Split = CaseRecord['splits'][number];

/** Requests to split, as the township that asks sees them. */
export function splitsOf(record: CaseRecord): readonly object[] {
  return record.splits.map((split) => ({
    ...shown(split),
    sourceCaseId: split.sourceCaseId,
    reportsStaying: stayingBehind(record, split).length,
  }));
}

/** The same for whoever may ask too: why another asked, and what was answered to that, stays between those two. */
export function splitStatesOf(record: CaseRecord, agency: string): readonly object[] {
  return record.splits.map((split) => ({
    ...shown(split.by === agency ? split : { ...split, because: undefined, answers: [] }),
    sourceCaseId: split.sourceCaseId,
    reportsStaying: split.by === agency ? stayingBehind(record, split).length : undefined,
  }));
}

/**
 * Requests to split that a police unit is asked about or has answered: which flags would go, and
 * which of its reports, be it that a unit that held them said so; which stay though they were named; not whence they came.
 */
export function splitsToAnswer(record: CaseRecord, unit: string): readonly object[] {
  const asked = consenting(record).includes(unit);
  return record.splits.flatMap((split) => {
    const own = split.answers.find(({ by }) => by === unit);
    const flags = record.flags.filter(({ mergedFrom }) => mergedFrom === split.sourceCaseId);
    const reports = goingAlong(record, split).filter(({ to }) => to === unit);
    const knows = ({ id, to }: CaseRecord['reports'][number]) => to === unit || own?.reportIds.includes(id) === true;
    const would = {
      flagIds: flags.map(({ id }) => id),
      reportIds: reports.map(({ id }) => id),
      stayingReportIds: stayingBehind(record, split)
        .filter(knows)
        .map(({ id }) => id),
    };
    return own || (asked && split.status === 'asked') ? [{ ...shown(split), ...would, answeredAt: own?.at }] : [];
  });
}

function shown({
  id,
  by,
  at,
  because,
  status,
  answers,
}: Pick<Split, 'id' | 'by' | 'at' | 'status' | 'answers'> & { readonly because?: Split['because'] }): object {
  return {
    id,
    by,
    at,
    because,
    status,
    answers: answers.map(({ by: unit, at: then, granted, note }) => ({ by: unit, at: then, granted, note })),
  };
}
