import type { Asker } from '../../graphql/context.ts';
import { durationOf } from '../duration.ts';
import { readScorecard, type ScorecardAsked } from '../scorecard.queries.ts';
import type { Score, Times } from '../scorecard.ts';
import { type Cell, column, type Report, type Table } from './report.ts';

const COLUMNS = [
  column('义务数', 'Duties'),
  column('签收中位', 'Median to sign'),
  column('受理中位', 'Median to accept'),
  column('完成中位', 'Median to finish'),
  column('完成第90百分位', '90th percentile to finish'),
  column('超期率', 'Breached'),
  column('退回', 'Returned'),
];

/** A scorecard as tables: by agency first, then by place, by month, and in sum. An empty cell is not told. */
export async function scorecardReport(asked: ScorecardAsked, asker: Asker): Promise<Report> {
  const { division, from, to, byAgency, byDivision, byMonth, total } = await readScorecard(asked, asker);
  const name = (key: string) => asker.runtime.directory.get(key)?.name.zh ?? key;
  return {
    name: `scorecard-${division || 'all'}-${from}-${to}`,
    title: { zh: `评分卡 ${division} ${from} 至 ${to}`, en: `Scorecard ${from} to ${to}` },
    notes: [
      {
        zh: '空格：不足五，或可由此推出不足五之数。',
        en: 'Empty: fewer than five, or it would give such a number away.',
      },
      {
        zh: '不含法院、检察院；不作排名；用时误差不超过5%。',
        en: 'No courts or procuratorates; no ranking; within 5 %.',
      },
    ],
    tables: [
      table('按机构', 'By agency', byAgency, name),
      table('按区划', 'By division', byDivision, String),
      table('按月', 'By month', byMonth, String),
      table('合计', 'Total', [total], () => '合计'),
    ],
  };
}

function table(zh: string, en: string, scores: readonly Score[], named: (key: string) => string): Table {
  const rows = scores.map((score): Cell[] => [
    named(score.key),
    score.count,
    length(score.signed, 'median'),
    length(score.accepted, 'median'),
    length(score.finished, 'median'),
    length(score.finished, 'p90'),
    score.breachRate === null ? null : `${(score.breachRate * 100).toFixed(1)}%`,
    score.returned,
  ]);
  return { title: { zh, en }, columns: [column('项', 'Line'), ...COLUMNS], rows };
}

function length(times: Times, which: 'median' | 'p90'): Cell {
  const milliseconds = times[which];
  return milliseconds === null ? null : durationOf(milliseconds).text.zh;
}
