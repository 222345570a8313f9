import type { CaseRecord } from '../record.ts';
import type { Report } from '../report/report.ts';
import type { Split } from './split.ts';

/** What a finding, a file, a complaint or a dispute rests on stays with them. */
export function freeReports(record: CaseRecord): readonly Report[] {
  const papers = [record.findings, record.files, record.complaints, record.designations].flat();
  return record.reports.filter(({ id }) => !papers.some(({ reportId }) => reportId === id));
}

const named = ({ reports }: CaseRecord, { answers }: Pick<Split, 'answers'>): readonly Report[] =>
  reports.filter(({ id }) => answers.some(({ reportIds }) => reportIds.includes(id)));

/**
 * The reports that go along as things stand, as far as nothing has come to rest on them: a unit that held a report has said
 * that it told of the other child, and its word goes with the report when that is handed on.
 */
export function goingAlong(record: CaseRecord, split: Pick<Split, 'answers'>): readonly Report[] {
  const free = freeReports(record);
  return named(record, split).filter((report) => free.includes(report));
}

/**
 * The reports that were named to go along and stay all the same, since a paper has come to rest on them meanwhile (留在本案的报告): the
 * other child has to be reported anew.
 */
export function stayingBehind(record: CaseRecord, split: Pick<Split, 'answers' | 'status'>): readonly Report[] {
  if (split.status === 'refused') return [];
  const free = split.status === 'asked' ? freeReports(record) : []; // once the cases have parted, what went along is not here
  return named(record, split).filter((report) => !free.includes(report));
}
