import { setImmediate } from 'node:timers/promises';

interface Asked<K, V> {
  readonly key: K;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks for many with one question (合并查询): what is asked while a question is under way waits for the next, and a lone one leaves at
 * once. So each is answered by a look that began after it was asked, and a crowd of requests costs few round trips.
 *
 * @param ask answers for each of the keys, in their order; when it rejects, all that were asked about are rejected.
 * @param most keys of one question.
 */
export function gathered<K, V>(ask: (keys: readonly K[]) => Promise<readonly V[]>, most = 128): (key: K) => Promise<V> {
  const waiting: Asked<K, V>[] = [];
  let running = false;

  const run = async () => {
    running = true;
    while (waiting.length > 0) {
      await setImmediate(); // what is asked in the same turn of the event loop shares the question
      const batch = waiting.splice(0, most);
      try {
        const answers = await ask(batch.map(({ key }) => key));
        if (answers.length !== batch.length) throw new Error('a question was answered in part');
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as V);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (!running) run();
    });
}
