import type { NamedAgency } from '#access';
import { type CaseRecord, type Clock, clockOf, overseen, runningClocks } from '#case';
import type { InboxEntry } from '#runtime';

/** A request for more time as whoever decides it is shown it; the reason is sealed. */
export interface ExtensionToDecide {
  readonly id: string;
  readonly by: string;
  readonly because: string;
  /** The clock that more time is asked for, as it stands. */
  readonly about: Clock;
}

/**
 * What waits for one overseeing agency and is shown to no other (本机关待决事项): work on what overseers do not see, such as more
 * time for a public-security case (治安管理处罚法99), and every request for more time with what it takes to decide it.
 */
export function ownToDecide(record: CaseRecord, { id }: NamedAgency): readonly Pick<InboxEntry, 'clock' | 'asked'>[] {
  return runningClocks(record).flatMap((clock) => {
    if (clock.holder !== id) return [];
    const asked = extensionOf(clock, record);
    return asked || !overseen(clock, record) ? [{ clock, asked }] : [];
  });
}

function extensionOf({ scope, item }: Clock, { clocks, extensions }: CaseRecord): ExtensionToDecide | undefined {
  if (scope !== 'extension') return undefined;
  const asked = extensions.find((one) => one.id === item);
  const about = clockOf({ clocks }, asked?.clockId);
  return asked && about && { id: asked.id, by: asked.by, because: asked.because, about };
}
