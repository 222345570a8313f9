import { fork } from 'node:child_process';

/** What a child process can be asked, by name; arguments and answers are JSON. */
export type Methods = Readonly<Record<string, (argument: never) => Promise<unknown>>>;

/** A part of the bench in a process of its own. */
export interface Child<M extends Methods> {
  ask<N extends keyof M & string>(method: N, argument: Parameters<M[N]>[0]): Promise<Awaited<ReturnType<M[N]>>>;
  close(): Promise<void>;
}

interface Question {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Starts this program again in another role. */
export function startChild<M extends Methods>(role: string, execArgv: readonly string[] = []): Child<M> {
  const profile = process.env.JIELI_BENCH_PROFILE === role ? ['--cpu-prof', '--cpu-prof-dir=.data/profiles'] : [];
  const child = fork(process.argv[1] ?? '', ['--role', role], {
    execArgv: [...execArgv, ...profile],
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
  });
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  const exited = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      for (const { reject } of waiting.values()) reject(new Error(`${role} ended: ${signal ?? code}`));
      waiting.clear();
      resolve();
    });
  });
  child.on('message', ({ id, result, error }: Answer) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asker?.resolve(result);
    else asker?.reject(new Error(`${role}: ${error}`));
  });
  return {
    ask: <N extends keyof M & string>(method: N, argument: Parameters<M[N]>[0]) =>
      new Promise<Awaited<ReturnType<M[N]>>>((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve: resolve as (result: unknown) => void, reject });
        child.send({ id: asked, method, argument } satisfies Question);
      }),
    close: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** Answers the parent's questions until it is gone, then runs `close`. */
export function answerParent(methods: Methods, close: () => Promise<unknown> = async () => undefined): void {
  const send = (answer: Answer) => process.connected && process.send?.(answer);
  process.on('message', ({ id, method, argument }: Question) => {
    const asked = methods[method]?.(argument as never) ?? Promise.reject(new Error(`no method ${method}`));
    asked.then(
      (result) => send({ id, result }),
      (error: unknown) => send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.once('disconnect', () => {
    close().finally(() => process.exit());
  });
}
