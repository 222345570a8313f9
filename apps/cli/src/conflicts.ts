import { Command } from 'commander';
import { endConflict, recordConflict } from '#access';
import { readCase } from '#runtime';
import { SetupError } from '#service';
import { type Opened, withDatabase } from './opened.ts';

interface Given {
  readonly officer: string;
  readonly case: string;
  readonly by: string;
  readonly reason?: string;
}

const CASE = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `jieli conflicts …`: keeps an officer who is related to a case out of it (回避), and says so in the agency's audit stream. */
export function conflictsCommand(): Command {
  const conflicts = new Command('conflicts').description('回避。Conflicts of interest.');
  const command = (name: string, description: string) =>
    conflicts
      .command(name)
      .description(description)
      .requiredOption('--officer <id>', '经办人编号。The officer.')
      .requiredOption('--case <id>', '个案编号。The case.')
      .requiredOption('--by <name>', '由谁决定。Who decided it.');
  command('record', '使经办人回避个案。Keeps an officer out of a case.')
    .requiredOption('--reason <text>', '原因。Why.')
    .action((given: Given) => withDatabase((database) => record(database, given)));
  command('end', '解除回避。Ends it.').action((given: Given) => withDatabase((database) => end(database, given)));
  return conflicts;
}

async function record(database: Opened, given: Given): Promise<void> {
  const agency = agencyOf(database, given);
  const { officer, case: caseId, by, reason = '' } = given;
  if ((await readCase(database.store, caseId.toLowerCase())).status === 'none') {
    throw new SetupError(`没有个案 ${caseId}：未回避任何人。There is no case ${caseId}: nobody was kept out.`);
  }
  await note(database, agency, 'ConflictRecorded', given);
  const childId = caseId.toLowerCase(); // the case stands for the child: the reason is of the officer
  const sealed = await database.vault.seal({ childId, category: 'evidence', field: 'conflict' }, reason);
  await recordConflict(database.pool, { officer, caseId, reason: sealed, by }, database.host.now());
  console.log('已回避，下一次请求起生效。Kept out from the next request on.');
}

async function end(database: Opened, given: Given): Promise<void> {
  const agency = agencyOf(database, given);
  if (!(await endConflict(database.pool, given.officer, given.case, database.host.now()))) {
    throw new SetupError('没有该回避。There is no such conflict.');
  }
  await note(database, agency, 'ConflictEnded', given);
  console.log('已解除。Ended.');
}

function agencyOf({ directory }: Opened, given: Given): string {
  if (!CASE.test(given.case)) throw new SetupError('--case 须为个案编号。--case is the id of a case.');
  const officer = directory.officer(given.officer);
  if (!officer) throw new SetupError(`没有经办人 ${given.officer}。There is no officer ${given.officer}.`);
  return officer.agency.id;
}

/** The reason may name persons: it stays in the directory, sealed, and not in the log. */
async function note({ store, host }: Opened, agency: string, type: string, given: Given): Promise<void> {
  const data = { officer: given.officer, caseId: given.case.toLowerCase(), by: given.by };
  await store.append(`audit-${agency}`, 'any', [{ id: host.newId(), type, data, meta: { at: host.now() } }]);
}
