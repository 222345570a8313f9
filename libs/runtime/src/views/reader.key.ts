/** Reader keys of shared rows begin so; ids of agencies do not. */
const SHARED = '~';

/** Who reads: an audience and the place it answers for; of a row, the place that the case is in. */
export function sharedKey(audience: string, division: string): string {
  return `${SHARED}${audience}:${division}`;
}

/** Whether a key is of rows that are shared. */
export function isShared(key: string): boolean {
  return key.startsWith(SHARED);
}

/** The audience and the division in a {@link sharedKey}; of another text, nothing that matches. */
export function sharedPlace(key: string): { readonly audience: string; readonly division: string } {
  const [, audience = '', division = ''] = /^~([^:]*):(\d*)$/.exec(key) ?? [];
  return { audience, division };
}

/** Everyone who reads a row: the agency whose it is, or all that share it, from the village up to the country. */
export function readersOf(key: string): readonly string[] {
  if (!isShared(key)) return [key];
  const { audience, division } = sharedPlace(key);
  return Array.from({ length: division.length + 1 }, (_, digits) => sharedKey(audience, division.slice(0, digits)));
}
