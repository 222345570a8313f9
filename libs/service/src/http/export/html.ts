import type { Cell, Report, Table } from '#desks';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const text = (cell: Cell) => String(cell ?? '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

const STYLE = `
body { font: 10.5pt/1.5 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2em; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2em; }
th, td { border: 1px solid #888; padding: .2em .5em; text-align: left; vertical-align: top; }
th { background: #eee; } thead { display: table-header-group; } tr { break-inside: avoid; }
@media print { body { margin: 0; } @page { size: A4 landscape; margin: 12mm; } }`;

/** A report as a page to be printed: no script, nothing from elsewhere. */
export function htmlOf({ title, notes, tables }: Report): string {
  return `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>${text(title.zh)}</title><style>${STYLE}</style></head>
<body><h1>${text(title.zh)}</h1>
${notes.map(({ zh, en }) => `<p>${text(zh)} ${text(en)}</p>`).join('\n')}
${tables.map(tableOf).join('\n')}
</body></html>
`;
}

function tableOf({ title, columns, rows }: Table): string {
  const head = columns.map(({ zh, en }) => `<th>${text(zh)}<br>${text(en)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`).join('\n');
  return `<h2>${text(title.zh)} ${text(title.en)}</h2>\n<table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table>`;
}
