import type { NamedAgency } from '#access';
import { type CaseRecord, type Clock, clockOf, overseen, runningClocks, unlessReporter } from '#case';
import type { InboxEntry } from '#runtime';

/** A request for more time as whoever decides it is shown it; the reason is sealed. */
export interface ExtensionToDecide {
  readonly id: string;
  readonly by: string;
  readonly because: string;
  /** The clock that more time is asked for, as it stands. */
  readonly about: Clock;
}

type OwnEntry = Pick<InboxEntry, 'clock' | 'asked' | 'wanted'>;

/**
 * What waits for one overseeing agency and is shown to no other (本机关待办事项): work on what overseers do not see, such as more
 * time for a public-security case (治安管理处罚法99); every request for more time with what it takes to decide it; and what it owes
 * itself because it flagged or reported (未成年人保护法11), which nobody else is shown by its name; and what is asked of it about a case of
 * another place, such as to designate who has jurisdiction.
 */
export function ownToDo(record: CaseRecord, { id, division }: NamedAgency): readonly OwnEntry[] {
  return runningClocks(record).flatMap((clock) => {
    if (clock.holder !== id) return [];
    const asked = extensionOf(clock, record);
    const wanted = wantedFor(clock, record);
    const elsewhere = !record.division.startsWith(division); // what is shared of a case goes to those of its place
    const own = asked || wanted || elsewhere || !overseen(clock, record) || unlessReporter(id, record) === null;
    return own ? [{ clock, asked, wanted }] : [];
  });
}

/** What the police ask the agency to supply, or a supervision asks it to answer. */
function wantedFor({ scope, item }: Clock, { reports, supervisions }: CaseRecord): InboxEntry['wanted'] {
  if (scope === 'report') return reports.find(({ id }) => id === item)?.wanted;
  return scope === 'supervision' ? supervisions.find(({ id }) => id === item)?.demand : undefined;
}

function extensionOf({ scope, item }: Clock, { clocks, extensions }: CaseRecord): ExtensionToDecide | undefined {
  if (scope !== 'extension') return undefined;
  const asked = extensions.find((one) => one.id === item);
  const about = clockOf({ clocks }, asked?.clockId);
  return asked && about && { id: asked.id, by: asked.by, because: asked.because, about };
}
