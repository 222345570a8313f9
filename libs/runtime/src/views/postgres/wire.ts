import type { Writable } from 'node:stream';
import type { ClientBase } from 'pg';

/** What a connection writes to. (The types of `pg` do not know it.) */
const wireOf = (client: ClientBase): Writable =>
  (client as unknown as { readonly connection: { readonly stream: Writable } }).connection.stream;

/** Whatever `send` sends leaves in one system call: a call for each statement costs more than most statements do. */
export function atOnce<T>(client: ClientBase, send: () => T): T {
  const wire = wireOf(client);
  wire.cork();
  try {
    return send();
  } finally {
    wire.uncork();
  }
}

/** Sends what is to be sent; it may leave together with what comes after it. */
export type Gathering = <T>(client: ClientBase, send: () => T) => T;

/**
 * What is sent within one turn of the event loop leaves together, so many questions at most: whoever answers can begin with the
 * first before the last has been asked.
 */
export function gathering(most: number): Gathering {
  let held: { wire: Writable; questions: number } | undefined;
  const letGo = () => {
    const { wire } = held ?? {};
    held = undefined;
    wire?.uncork();
  };
  return (client, send) => {
    const wire = wireOf(client);
    if (held?.wire !== wire) {
      letGo();
      wire.cork();
      const now = { wire, questions: 0 };
      held = now;
      setImmediate(() => {
        if (held === now) letGo();
      });
    }
    const result = send();
    held.questions += 1;
    if (held.questions >= most) letGo();
    return result;
  };
}
