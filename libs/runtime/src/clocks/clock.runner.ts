import { derivedId } from '../derived.id.ts';
import type { Cancel, Host } from '../host.ts';
import type { Submit } from '../submit/submit.ts';
import type { DueClock, ViewStore } from '../views/view.store.ts';

export interface ClockRunnerParts {
  readonly views: Pick<ViewStore, 'dueBefore'>;
  readonly submit: Pick<Submit, 'follow'>;
  readonly host: Host;
  /** Whether clocks run out by themselves; a scenario sweeps them when it has moved time. */
  readonly clocksByThemselves: boolean;
  readonly trouble: (error: Error) => void;
}

export interface ClockRunner {
  /** Runs out every clock that is due now; resolves with how many there were. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

/** A clock comes again with each rung of its ladder. */
const turnOf = ({ id, due }: Pick<DueClock, 'id' | 'due'>) => `${id} ${due}`;

const EVERY = 1_000;
const AT_ONCE = 200;
/** So many share a commit of the log. */
const TOGETHER = 32;

/**
 * Lets clocks run out (时限到期处理): reads what is due without locking it and gives the command whose id is derived from clock
 * and due time, so that a second runner, or one that comes back after downtime, does nothing twice.
 */
export function startClockRunner({ views, submit, host, trouble, clocksByThemselves }: ClockRunnerParts): ClockRunner {
  let closed = false;
  let cancel: Cancel = () => undefined;
  let running: Promise<unknown> = Promise.resolve();
  const done = new Set<string>();

  const sweep = async () => {
    const due = (await views.dueBefore(host.now(), AT_ONCE)).filter((clock) => !done.has(turnOf(clock)));
    const runOut = async ({ id, caseId, due: dueAt }: DueClock) => {
      if (closed) return;
      await submit.follow({ caseId, command: 'RunOutClock', input: { clockId: id }, commandId: derivedId(id, dueAt) });
      // the view that lists it may lag behind the log a little
      done.add(turnOf({ id, due: dueAt }));
      if (done.size > 10 * AT_ONCE) done.delete(done.values().next().value as string);
    };
    for (let at = 0; at < due.length; at += TOGETHER) await Promise.all(due.slice(at, at + TOGETHER).map(runOut));
    return due.length;
  };

  const tick = () => {
    if (closed) return;
    running = sweep()
      .catch((error: Error) => {
        trouble(error);
        return 0;
      })
      .then((swept) => {
        if (!closed) cancel = host.after(swept === AT_ONCE ? 0 : EVERY, tick);
      });
  };
  if (clocksByThemselves) tick();

  return {
    sweep,
    close: async () => {
      closed = true;
      cancel();
      await running;
    },
  };
}
