import type { Report } from '#desks';
import { csvOf } from './csv.ts';
import { htmlOf } from './html.ts';

const bilingual = (zh: string) => ({ zh, en: 'x' });
const report = (...rows: (string | number | null)[][]): Report => ({
  name: 'r',
  title: bilingual('标题'),
  notes: [bilingual('说明')],
  tables: [{ title: bilingual('表'), columns: [bilingual('甲'), bilingual('乙')], rows }],
});

describe('CSV', () => {
  it('is UTF-8 with its mark, lines as RFC 4180 has them, quotes where they are needed', () => {
    const [table] = report(['a,b', 1], ['他说"好"', null]).tables;
    expect(csvOf(table)).toBe('\uFEFF甲 x,乙 x\r\n"a,b",1\r\n"他说""好""",\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝HYPERLINK("x")'])('%j is no formula', (cell) => {
    const [table] = report([cell, 1]).tables;
    const line = csvOf(table).split('\r\n').slice(1).join('\r\n');
    expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
  });
});

describe('a page to be printed', () => {
  it('runs nothing of what stands in a cell', () => {
    const page = htmlOf(report(['<script>alert(1)</script>', 'a & "b"']));
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('a &amp; &quot;b&quot;');
    expect(page).not.toContain('<script');
  });
});
