import { BadInput } from '#commands';
import { type Runtime, readerOf } from '#runtime';
import type { Caller } from '../commands/give.ts';
import { noSuchCase } from '../errors.ts';
import { handoffsIn } from './handoff.ts';

/** What an agency says that it has stored. */
export interface Acknowledgement {
  readonly caseId?: string;
  readonly handoffId?: string;
  readonly version?: string;
}

const VERSION = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Keeps a receipt (签收) of something that is with the agency now. It moves no clock: time counts from when the work was sent.
 *
 * @throws BadInput without a version; CallFailure NOT_FOUND for what the agency's desk does not show.
 */
export async function acknowledge(
  { caseId = '', handoffId = '', version = '' }: Acknowledgement,
  { officer, desk }: Caller,
  runtime: Runtime,
): Promise<object> {
  if (!VERSION.test(version)) {
    const message = { zh: '应填写所存的版本。', en: 'The version that was stored is needed.' };
    throw new BadInput([{ field: 'version', rule: 'required', message }]);
  }
  const id = caseId.toLowerCase();
  const shown = await runtime.desk(desk.name, officer.barred).case(readerOf(desk, officer.agency), id);
  if (shown === null) throw noSuchCase();
  const { now } = await runtime.history.seen(desk.name, officer.agency, id, null);
  const handoff = [...handoffsIn(now).values()].find((one) => one.id === handoffId);
  if (!handoff) throw noSuchCase();
  await runtime.history.acknowledge(officer, { caseId: id, itemId: handoffId, version });
  return { current: handoff.version === version };
}
