import { writeFile } from 'node:fs/promises';
import { systemHost } from '#runtime';
import { type Database, type Extracted, extract, type Opens, type QueryGround, SetupError } from '#service';
import { statutoryQuery } from '#vault';

interface Asked {
  readonly child: string;
  readonly officer: string;
  readonly out: string;
}

/** Writes what a guardian may have of a child's data into a file that nobody else on the machine may read. */
export function extractFor({ store, vault }: Database, asked: Asked): Promise<void> {
  return write({ store, open: vault.open }, asked, 'GUARDIAN_ACCESS');
}

/** A statutory query (依法查询): opens what was sealed away too. */
export function queryFor(
  { store, keys, dataKeys }: Database,
  { ground, ...asked }: Asked & { readonly ground: QueryGround },
): Promise<void> {
  const openMany = statutoryQuery({ keys, dataKeys });
  return write({ store, open: async (sealed) => (await openMany([sealed])).join('') }, asked, ground);
}

async function write(
  from: Pick<Database, 'store'> & { readonly open: Opens },
  { child, officer, out }: Asked,
  purpose: string,
): Promise<void> {
  const childId = child.toLowerCase();
  const events = await extract(from, systemHost(), { childId, officer, purpose });
  if (events.length === 0) throw new SetupError('日志中没有该儿童。The log knows nothing of this child.');
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
  return `## ${at} ${event.zh} ${event.en}\n\n${agency}, ${caseId}\n${lines.length > 0 ? `\n${lines.join('')}` : ''}`;
}
