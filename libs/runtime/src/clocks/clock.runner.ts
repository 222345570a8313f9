import { derivedId } from '../derived.id.ts';
import type { Cancel, Host } from '../host.ts';
import type { Submit } from '../submit/submit.ts';
import type { DueClock, ViewStore } from '../views/view.store.ts';

export interface ClockRunnerParts {
  readonly views: Pick<ViewStore, 'dueBefore'>;
  readonly submit: Pick<Submit, 'follow' | 'expect'>;
  readonly host: Host;
  /** Whether clocks run out by themselves; a scenario sweeps them when it has moved time. */
  readonly clocksByThemselves: boolean;
  readonly trouble: (error: Error) => void;
}

export interface ClockRunner {
  /** Runs out every clock that is due now; resolves with how many it has run out. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

/** A clock comes again with each rung of its ladder. */
const turnOf = ({ id, due }: Pick<DueClock, 'id' | 'due'>) => `${id} ${due}`;

const EVERY = 1_000;
const PAGE = 1_000;
/** So many are read together, and share a commit of the log. */
const TOGETHER = 250;
/** Turns that are remembered; the views that list them lag behind the log a little. */
const REMEMBERED = 20_000;

/**
 * Lets clocks run out (时限到期处理): reads what is due without locking it, page after page without waiting for views, and gives the
 * command whose id is derived from clock and due time, so that a second runner, or one that comes back after downtime, does
 * nothing twice. A clock that cannot be run out does not keep those behind it.
 */
export function startClockRunner({ views, submit, host, trouble, clocksByThemselves }: ClockRunnerParts): ClockRunner {
  let closed = false;
  let cancel: Cancel = () => undefined;
  let running: Promise<unknown> = Promise.resolve();
  const done = new Set<string>();

  const runOut = async ({ id, caseId, due }: DueClock) => {
    if (closed) return false;
    const turn = { caseId, command: 'RunOutClock', input: { clockId: id }, commandId: derivedId(id, due) } as const;
    // a clock that had been stopped may run on as itself, when its case stands again
    if (!(await submit.follow(turn))) return false;
    done.add(turnOf({ id, due }));
    if (done.size > REMEMBERED) done.delete(done.values().next().value as string);
    return true;
  };

  const sweep = async () => {
    let swept = 0;
    let failed: PromiseRejectedResult | undefined;
    for (let after: DueClock | undefined, more = true; more && !closed; ) {
      const page: readonly DueClock[] = await views.dueBefore(host.now(), PAGE, after);
      const due = page.filter((clock) => !done.has(turnOf(clock)));
      for (let at = 0; at < due.length && !closed; at += TOGETHER) {
        const some = due.slice(at, at + TOGETHER);
        await submit.expect(some.map(({ caseId }) => caseId));
        const results = await Promise.allSettled(some.map(runOut));
        const wrong = results.filter((result) => result.status === 'rejected');
        if (wrong.length === some.length) throw wrong[0]?.reason;
        failed ??= wrong[0];
        swept += results.filter((result) => result.status === 'fulfilled' && result.value).length;
      }
      after = page.at(-1);
      more = page.length === PAGE;
    }
    if (failed) throw failed.reason;
    return swept;
  };

  const tick = () => {
    if (closed) return;
    running = sweep()
      .catch((error: Error) => {
        trouble(error);
        return 0;
      })
      .then((swept) => {
        if (!closed) cancel = host.after(swept >= PAGE ? 0 : EVERY, tick);
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
