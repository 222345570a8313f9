const CHUNK = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Reads the next bytes into `room` from `from` on and says how many; 0 at the end. */
export type ReadInto = (room: Buffer, from: number) => number;

/** The lines of a file, each valid until the next one is asked for. A last line without its end counts. */
export function* linesOf(read: ReadInto, size: number): Generator<Buffer> {
  let room = Buffer.alloc(Math.min(CHUNK, size + 1));
  let kept = 0;
  for (;;) {
    const got = read(room, kept);
    const filled = kept + got;
    let start = 0;
    for (let end = room.indexOf(NEWLINE, start); end >= 0 && end < filled; end = room.indexOf(NEWLINE, start)) {
      yield room.subarray(start, end);
      start = end + 1;
    }
    if (got === 0) {
      if (filled > start) yield room.subarray(start, filled);
      return;
    }
    kept = filled - start;
    if (start === 0 && filled === room.length) room = Buffer.concat([room, Buffer.alloc(room.length)]);
    else room.copyWithin(0, start, filled);
  }
}
