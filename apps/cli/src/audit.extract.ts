import { writeFile } from 'node:fs/promises';
import { type Extracted, extract, mayHandOut, mayQuery, type Opens, type QueryGround, SetupError } from '#service';
import { statutoryQuery } from '#vault';
import type { Opened } from './opened.ts';

interface Asked {
  readonly child: string;
  readonly officer: string;
  readonly out: string;
}

/** Writes what a guardian may have of a child's data into a file that nobody else on the machine may read. */
export async function extractFor(database: Opened, asked: Asked): Promise<void> {
  await mayHandOut(database, { ...asked, childId: asked.child.toLowerCase() });
  await write(database, database.vault.open, asked, 'GUARDIAN_ACCESS');
}

/** A statutory query (依法查询): opens what was sealed away too. */
export async function queryFor(
  database: Opened,
  { ground, ...asked }: Asked & { readonly ground: QueryGround },
): Promise<void> {
  await mayQuery(database, { ...asked, childId: asked.child.toLowerCase(), ground });
  const openMany = statutoryQuery(database);
  await write(database, async (sealed) => (await openMany([sealed])).join(''), asked, ground);
}

async function write(
  { store, directory, host }: Opened,
  open: Opens,
  { child, officer, out }: Asked,
  purpose: 'GUARDIAN_ACCESS' | QueryGround,
): Promise<void> {
  const childId = child.toLowerCase();
  const events = await extract({ store, open, directory }, host, { childId, officer, purpose });
  if (events.length === 0) {
    throw new SetupError('没有可以交付监护人的内容。There is nothing that may be handed to a guardian.');
  }
  try {
    await writeFile(out, events.map(told).join('\n'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new SetupError(`无法写入 ${out}。Cannot write ${out}: ${(error as { code?: string }).code}`);
  }
  console.log(
    `${events.length} 项已写入 ${out}；交付前请核对他人信息。${events.length} entries in ${out}; look for other persons' data before it is handed over.`,
  );
}

function told({ at, caseId, event, agency, said }: Extracted): string {
  const lines = said.map(({ field, text }) => `- ${field}: ${text}\n`);
  return `## ${at} ${event.zh} ${event.en}\n\n${agency === undefined ? '' : `${agency}, `}${caseId}\n${lines.length > 0 ? `\n${lines.join('')}` : ''}`;
}
