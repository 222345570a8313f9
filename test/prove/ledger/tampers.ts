import { chained, hashBytes, memoryTree } from '#transparency';
import type { Random } from '../random.ts';
import type { Notarised } from './notarised.ts';

/** A dump that somebody had a hand in. */
export interface Tampered {
  readonly lines: readonly Buffer[];
  /** The first position, from 1, at which it parts from what was noted. */
  readonly first: number;
  /** Leaf hashes that go with it, where the hand mended them too. */
  readonly leaves?: Buffer;
}

type Tamper = (given: Notarised, chance: Random) => Tampered | Promise<Tampered>;

/** What one with the whole database in hand may try. */
export const tampers: Readonly<Record<string, Tamper>> = {
  'a byte altered': ({ lines }, chance) => {
    const at = chance.whole(0, lines.length - 1);
    const line = Buffer.from(lineAt(lines, at));
    const byte = chance.whole(0, line.length - 1);
    line.writeUInt8(line.readUInt8(byte) ^ (1 << chance.whole(0, 7)), byte);
    if (line.includes(0x0a)) line.writeUInt8(0x20, line.indexOf(0x0a));
    return partingAt(at, lines.with(at, line));
  },
  'a space put in': ({ lines }, chance) => {
    const at = chance.whole(0, lines.length - 1);
    const text = lineAt(lines, at).toString();
    return partingAt(at, lines.with(at, Buffer.from(text.replace('],', '], ').replace('{"child"', '{ "child"'))));
  },
  'an event taken out': ({ lines }, chance) => {
    const at = chance.whole(0, lines.length - 1);
    return partingAt(at, lines.toSpliced(at, 1));
  },
  'an event put in': ({ lines }, chance) => {
    const at = chance.whole(0, lines.length - 1);
    const strange = Buffer.from(lineAt(lines, at).toString().replace('GUARDIANSHIP_FAILURE', 'NONE'));
    return partingAt(at, lines.toSpliced(at, 0, strange));
  },
  'an event doubled': ({ lines }, chance) => {
    const at = chance.whole(0, lines.length - 2);
    return partingAt(at + 1, lines.toSpliced(at, 0, lineAt(lines, at)));
  },
  'two events exchanged': ({ lines }, chance) => {
    const at = chance.whole(0, lines.length - 2);
    const other = chance.whole(at + 1, lines.length - 1);
    return partingAt(at, lines.with(at, lineAt(lines, other)).with(other, lineAt(lines, at)));
  },
  'the end cut off': ({ lines }, chance) => {
    const at = chance.whole(0, lines.length - 1);
    return partingAt(at, lines.slice(0, at));
  },
  'a stream taken out': ({ lines, events }, chance) => {
    const { stream } = chance.pick(events);
    const at = events.findIndex((event) => event.stream === stream);
    return partingAt(
      at,
      lines.filter((_, n) => events[n]?.stream !== stream),
    );
  },
  'an event rewritten and every chain mended': async ({ tree, events }, chance) => {
    const at = chance.whole(0, events.length - 1);
    const forged = events.map((event, n) => (n === at ? { ...event, data: { kind: 'NONE' } } : event));
    const mended = await chained({ tree, store: memoryTree() }, forged);
    const lines = mended.map(({ text }) => Buffer.from(text));
    return { ...partingAt(at, lines), leaves: Buffer.concat(mended.map(({ hash }) => hashBytes(hash))) };
  },
};

const partingAt = (at: number, lines: readonly Buffer[]) => ({ lines, first: at + 1 });

function lineAt(lines: readonly Buffer[], at: number): Buffer {
  const line = lines[at];
  if (!line) throw new RangeError(`there is no line ${at}`);
  return line;
}
