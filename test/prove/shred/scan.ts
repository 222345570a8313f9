import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Looks for many byte strings in one pass. */
export interface Scanner {
  /** Which of the patterns stand in these bytes, by number. */
  in(bytes: Buffer): ReadonlySet<number>;
}

/** @param patterns of at least 4 bytes each. */
export function scanner(patterns: readonly Buffer[]): Scanner {
  const begins = new Uint8Array(65_536);
  const byBegin = new Map<number, number[]>();
  for (const [n, pattern] of patterns.entries()) {
    const begin = pattern.readUInt16BE(0);
    begins[begin] = 1;
    byBegin.set(begin, [...(byBegin.get(begin) ?? []), n]);
  }
  return {
    in(bytes) {
      const found = new Set<number>();
      let begin = bytes[0] ?? 0;
      for (let at = 1; at < bytes.length; at += 1) {
        begin = ((begin << 8) | (bytes[at] ?? 0)) & 0xffff;
        if (begins[begin] === 0) continue;
        for (const n of byBegin.get(begin) ?? []) {
          const pattern = patterns[n] as Buffer;
          const end = at - 1 + pattern.length;
          if (end <= bytes.length && !found.has(n) && pattern.compare(bytes, at - 1, end) === 0) found.add(n);
        }
      }
      return found;
    },
  };
}

/** Every file below a folder, but those named. */
export function filesBelow(folder: string, but: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !but.includes(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** How many patterns stand in any of these files. */
export function countIn(files: readonly string[], own: Scanner): number {
  const found = new Set<number>();
  for (const file of files) for (const n of own.in(readFileSync(file))) found.add(n);
  return found.size;
}

/** A secret as it may be written: bare, in hex and in both kinds of base64. */
export function writings(secret: Buffer): readonly Buffer[] {
  const texts = [
    secret.toString('hex'),
    secret.toString('base64').slice(0, 40),
    secret.toString('base64url').slice(0, 40),
  ];
  return [secret, ...texts.map((text) => Buffer.from(text))];
}
