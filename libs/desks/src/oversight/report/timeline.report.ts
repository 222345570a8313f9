import { caseEvents } from '#case';
import { AGENCY_TYPES } from '#policy';
import type { Asker } from '../../graphql/context.ts';
import { ruleOf } from '../../graphql/fields.ts';
import { durationOf } from '../duration.ts';
import { type Handoff, handoffsIn } from '../handoffs.ts';
import { here } from '../here.ts';
import type { ClockBegun, OversightEntry } from '../oversight.entry.ts';
import { begins } from '../system.ts';
import { type AsOf, timelineOf } from '../timeline.ts';
import { type Cell, column, type Report } from './report.ts';

const EFFECTS: Readonly<Record<string, string>> = {
  start: '起算',
  known: '因同意可见',
  stop: '止算',
  breach: '超期',
  expire: '届满',
  pause: '中止',
  resume: '恢复',
  move: '改期',
};
const STATES: Readonly<Record<Handoff['state'], string>> = {
  running: '进行中',
  paused: '已中止',
  overdue: '超期',
  expired: '届满',
  stopped: '已止算',
};

/** `2025-03-03 09:20`, as officers write it. */
const written = (instant: string | null | undefined) => instant?.slice(0, 16).replace('T', ' ') ?? null;

/** An agency by its name; what time alone brings about is the system's. */
function named(id: string, { directory }: Asker['runtime']): string {
  return id === 'system' ? AGENCY_TYPES.SYSTEM.zh : (directory.get(id)?.name.zh ?? id);
}

/** The timeline and the handoffs of a case as tables, as of a moment or now; null where the case is not there for the asker. */
export async function timelineReport(asked: AsOf, asker: Asker): Promise<Report | null> {
  const entries = await timelineOf(here, asked, asker);
  if (entries === null) return null;
  const { host, calendar } = asker.runtime;
  const asOf = asked.asOf ?? host.now();
  return {
    name: `timeline-${asked.caseId.toLowerCase()}`,
    title: { zh: `个案时间线 ${asked.caseId}`, en: 'Timeline of a case' },
    notes: [
      { zh: `截至 ${written(asOf)}（东八区）`, en: `As of ${written(asOf)} in Shanghai` },
      { zh: '无姓名；报告人隐去；工作时间按工作日全天计。', en: 'No names; reporters left out; workdays count whole.' },
    ],
    tables: [linesOf(entries, asker), holdingsOf(handoffsIn(entries, asOf, calendar), asker)],
  };
}

function linesOf(entries: readonly OversightEntry[], { runtime }: Asker): Report['tables'][0] {
  const begun = new Map<string, ClockBegun>();
  const agency = (id: string | null | undefined) => (id ? named(id, runtime) : null);
  const rows = entries.flatMap((entry): Cell[][] => {
    const { event, at, occurredAt, by, pack } = entry;
    const what = [written(at), written(occurredAt), caseEvents[event]?.name.zh ?? event, agency(by)];
    const changes = entry.clocks.map((line): Cell[] => {
      if (begins(line)) begun.set(line.id, line);
      const start = begun.get(line.id);
      const title = (start && ruleOf(start, { runtime })?.name.zh) ?? line.clock;
      const late = 'late' in line && line.late === true ? '是' : null;
      return [title, EFFECTS[line.effect] ?? line.effect, agency(start?.holder), written(line.due), late];
    });
    return (changes.length > 0 ? changes : [[null, null, null, null, null]]).map((change) => [
      ...what,
      ...change,
      pack,
    ]);
  });
  const columns = [
    column('登记时间', 'Recorded'),
    column('发生时间', 'Happened'),
    column('事件', 'Event'),
    column('经办机构', 'By'),
    column('时限', 'Clock'),
    column('变化', 'Change'),
    column('责任机构', 'Charged'),
    column('到期', 'Due'),
    column('超期', 'Late'),
    column('政策包', 'Pack'),
  ];
  return { title: { zh: '时间线', en: 'Timeline' }, columns, rows };
}

function holdingsOf(handoffs: readonly Handoff[], { runtime }: Asker): Report['tables'][0] {
  const rows = handoffs.flatMap((handoff) =>
    handoff.held.map(({ clock, holder, from, to, paused, wall, working }): Cell[] => [
      ruleOf({ ...handoff, clock }, { runtime })?.name.zh ?? clock,
      holder ? named(holder, runtime) : null,
      written(from),
      written(to),
      paused ? '中止' : null,
      durationOf(wall).text.zh,
      durationOf(working).text.zh,
      written(handoff.due),
      STATES[handoff.state],
      handoff.late === null ? null : durationOf(handoff.late).text.zh,
    ]),
  );
  const columns = [
    column('时限', 'Clock'),
    column('承办机构', 'Held by'),
    column('起', 'From'),
    column('止', 'To'),
    column('中止', 'Paused'),
    column('历时', 'Time'),
    column('工作时间', 'Working time'),
    column('到期', 'Due'),
    column('状态', 'State'),
    column('超期时长', 'Late by'),
  ];
  return { title: { zh: '交接', en: 'Handoffs' }, columns, rows };
}
