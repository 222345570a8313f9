/**
 * Serves works of one name one after the other, others side by side: when an officer's client has lost patience and tries
 * again, the later try finds what the first has done.
 */
export function inTurn(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const earlier = last.get(name);
    const own = earlier ? earlier.then(work, work) : work();
    last.set(name, own);
    try {
      return await own;
    } finally {
      if (last.get(name) === own) last.delete(name);
    }
  };
}
