import type { Clock } from '#case';
import { type Desk, type Opened, openedText, ruleOf, shownCitation } from '#desks';
import { isSealed, type Runtime } from '#runtime';
import { timestampOf } from '../messages.ts';
import { DONE, type HandoffDifference, type Item, type SealedHandoff } from './handoff.ts';
import { waysOf } from './ways.ts';

/** An event of the contract, its personal fields opened at this door and nowhere before (启封). */
export async function openedEvent(
  { change, handoff }: HandoffDifference,
  desk: Desk,
  runtime: Runtime,
  opened: Opened,
): Promise<object> {
  const { id, kind, caseId, version } = handoff;
  const named = { id, caseId, kind: `HANDOFF_KIND_${kind}` };
  const told =
    change === 'WITHDRAWN'
      ? named
      : { ...named, ...(await openedHandoff(handoff, runtime, opened)), ways: waysNow(handoff, desk) };
  return {
    eventId: `${kind}.${id}.${change === 'WITHDRAWN' ? `${version}.withdrawn` : version}`,
    change: `HANDOFF_CHANGE_${change}`,
    handoff: told,
  };
}

const waysNow = ({ kind, status }: SealedHandoff, desk: Desk) => (DONE.has(status) ? [] : waysOf(kind, desk));

/** A field that was shredded (销毁) or sealed away (封存) is left out. */
async function openedHandoff(handoff: SealedHandoff, runtime: Runtime, opened: Opened): Promise<object> {
  const open = (value: unknown) => {
    return typeof value === 'string' && isSealed(value) ? openedText(value, { runtime, opened }) : value;
  };
  const entries = Object.entries(handoff.about).map(async ([name, value]) => [name, await open(value)] as const);
  const about: Item = Object.fromEntries((await Promise.all(entries)).filter(([, value]) => value != null));
  const { childName, childSex, birthDate, idNumber, guardianName, guardianPhone, division } = about;
  return {
    version: handoff.version,
    status: `HANDOFF_STATUS_${handoff.status}`,
    fromAgency: handoff.from,
    child: { name: childName, sex: childSex === undefined ? undefined : `SEX_${childSex}`, birthDate, idNumber },
    guardian: { name: guardianName, phone: guardianPhone },
    division,
    contents: (await Promise.all(handoff.contents.map(open))).filter((content) => content != null),
    deadlines: handoff.deadlines.map((clock) => deadlineOf(clock, runtime)),
  };
}

function deadlineOf(clock: Clock, runtime: Runtime): object {
  const rule = ruleOf(clock, { runtime });
  return {
    clock: clock.clock,
    title: rule?.name ?? { zh: clock.clock, en: clock.clock },
    due: timestampOf(clock.due),
    overdue: clock.state === 'overdue',
    standing: clock.standing,
    cite: shownCitation(rule?.cite, { runtime }),
  };
}
