/** A handoff as the oversight desk answers it, as far as it is drawn. */
export interface DrawnHandoff {
  readonly title: { readonly zh: string; readonly en: string };
  readonly due: string;
  readonly late: { readonly text: { readonly zh: string } } | null;
  readonly held: readonly {
    readonly holder: { readonly id: string; readonly name: { readonly zh: string } } | null;
    readonly from: string;
    readonly to: string | null;
    readonly wall: { readonly text: { readonly zh: string } };
  }[];
}

const WIDTH = 1000;
const LEFT = 270;
const RIGHT = 40;
const TOP = 84;
const ROW = 56;
const BAR = 24;
const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;
const COLOURS = ['#3b6ea5', '#c98a2b', '#4f8a5b', '#7d5ba6', '#8a5a44', '#5b7f95'];
const NOBODY = '#999999';
const LATE = '#c0392b';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Handoffs as bars on an axis of days: who held what, until when it was due, and what was late. */
export function timelineSvg(title: string, handoffs: readonly DrawnHandoff[], asOf: string): string {
  const end = Date.parse(asOf);
  const begin = Math.min(...handoffs.flatMap(({ held }) => held.map(({ from }) => Date.parse(from))));
  const first = Math.floor((begin + SHANGHAI) / DAY) * DAY - SHANGHAI;
  const x = (moment: number) => LEFT + ((moment - first) / (end - first)) * (WIDTH - LEFT - RIGHT);
  const agencies = [...new Set(handoffs.flatMap(({ held }) => held.map(({ holder }) => holder?.id ?? '')))];
  const colour = (id: string | undefined) =>
    id ? (COLOURS[agencies.filter((one) => one).indexOf(id) % COLOURS.length] ?? NOBODY) : NOBODY;
  const height = TOP + handoffs.length * ROW + 30;
  const bottom = height - 24;
  const parts: string[] = [];
  for (let day = first; day <= end; day += DAY) {
    const date = new Date(day + SHANGHAI).toISOString().slice(0, 10);
    parts.push(`<line x1="${at(x(day))}" y1="60" x2="${at(x(day))}" y2="${bottom}" stroke="#ddd"/>`);
    if (day < end) parts.push(`<text x="${at(x(day) + 4)}" y="72" fill="#666">${date}</text>`);
  }
  for (const [row, { title: clock, due, late, held }] of handoffs.entries()) {
    const y = TOP + row * ROW;
    parts.push(`<text x="12" y="${y + 16}" font-weight="bold">${escaped(clock.zh)}</text>`);
    parts.push(`<text x="12" y="${y + 32}" fill="#666">${escaped(clock.en)}</text>`);
    for (const { holder, from, to, wall } of held) {
      const [a, b] = [x(Date.parse(from)), x(to === null ? end : Date.parse(to))];
      const name = holder?.name.zh ?? '（不具名）';
      const said = `${name} ${from.slice(5, 16).replace('T', ' ')} 起，${wall.text.zh}`;
      const bar = `<rect x="${at(a)}" y="${y}" width="${at(Math.max(2, b - a))}" height="${BAR}"`;
      parts.push(`${bar} fill="${colour(holder?.id)}"><title>${escaped(said)}</title></rect>`);
      if (b - a > 40) parts.push(`<text x="${at(a + 5)}" y="${y + 16}" fill="#fff">${escaped(wall.text.zh)}</text>`);
    }
    const last = held.at(-1);
    const over = Date.parse(due);
    const until = last?.to ? Date.parse(last.to) : end;
    if (late) {
      const width = at(x(until) - x(over));
      parts.push(`<rect x="${at(x(over))}" y="${y + BAR}" width="${width}" height="5" fill="${LATE}"/>`);
      parts.push(`<text x="${at(x(over))}" y="${y + BAR + 17}" fill="${LATE}">超期 ${escaped(late.text.zh)}</text>`);
    }
    if (over <= end) {
      const line = `x1="${at(x(over))}" y1="${y - 4}" x2="${at(x(over))}" y2="${y + BAR + 5}"`;
      parts.push(`<line ${line} stroke="${LATE}" stroke-width="2"/>`);
    }
  }
  const names = new Map(handoffs.flatMap(({ held }) => held.map(({ holder }) => [holder?.id ?? '', holder?.name.zh])));
  let right = LEFT;
  for (const [id, name = '（不具名）'] of names) {
    parts.push(`<rect x="${right}" y="38" width="12" height="12" fill="${colour(id)}"/>`);
    parts.push(`<text x="${right + 17}" y="48">${escaped(name)}</text>`);
    right += 40 + name.length * 13;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-size="12"
  font-family="Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif">
<title>${escaped(title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="12" y="24" font-size="15" font-weight="bold">${escaped(title)}</text>
${parts.join('\n')}
<text x="12" y="${height - 8}" fill="#666">截至 ${asOf.slice(0, 16).replace('T', ' ')}；红线为到期。As of then; a red line is a due time.</text>
</svg>
`;
}

/** One digit after the point is enough for a picture, and keeps it the same everywhere. */
function at(place: number): string {
  return (Math.round(place * 10) / 10).toString();
}
