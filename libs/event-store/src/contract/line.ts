import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The way between a store and its log (通路), as a test may trouble it. */
export interface Line {
  /**
   * The log hears and does what it is asked, and its answers are lost: from now on or, where one question comes after another, from
   * the one on in which a word stands.
   */
  mute(from?: string): void;
  /** The log goes away: what was on its way breaks, and whoever asks is refused. */
  leave(): Promise<void>;
  /** It is there again, and answers. */
  comeBack(): Promise<void>;
}

/** A line to a server, over TCP: whoever means the server speaks to `port` of this machine. */
export interface TcpLine extends Line {
  readonly port: number;
  /** From now on nothing that is asked arrives. */
  hold(): void;
  /** It arrives now. */
  release(): void;
  close(): Promise<void>;
}

export async function tcpLine(to: { readonly host: string; readonly port: number }): Promise<TcpLine> {
  const callers = new Set<Socket>();
  let [muted, held] = [false, false];
  let word: string | undefined;
  let server: Server;

  const call = (caller: Socket) => {
    const log = connect(to);
    callers.add(caller);
    if (held) caller.pause();
    caller.on('data', (asked) => {
      muted ||= word !== undefined && asked.includes(word);
      carry(asked, caller, log);
    });
    log.on('data', (answer) => {
      if (!muted) carry(answer, log, caller);
    });
    for (const [one, other] of [
      [caller, log],
      [log, caller],
    ] as const) {
      one.setNoDelay(true); // small questions go at once
      one.on('error', () => undefined); // its end follows
      one.on('end', () => other.end());
      one.on('close', () => {
        callers.delete(one);
        other.destroy();
      });
    }
  };
  const carry = (bytes: Buffer | string, from: Socket, into: Socket) => {
    if (into.write(bytes)) return;
    from.pause();
    into.once('drain', () => {
      if (!(held && callers.has(from))) from.resume();
    });
  };
  const listen = async (port: number) => {
    server = createServer(call).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const leave = async () => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const caller of callers) caller.destroy();
    await closed;
  };

  const port = await listen(0);
  return {
    port,
    mute(from) {
      if (from === undefined) muted = true;
      word = from;
    },
    leave,
    async comeBack() {
      [muted, word] = [false, undefined];
      await listen(port);
    },
    hold() {
      held = true;
      for (const caller of callers) caller.pause();
    },
    release() {
      held = false;
      for (const caller of callers) caller.resume();
    },
    close: leave,
  };
}
