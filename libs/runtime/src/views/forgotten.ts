import type { StoredEvent } from '#event-store';

/** Where is noted what was done to keys: a stream of the log, and so in its tree. */
export const KEY_AUDIT = 'audit-keys';

/** Cases whose child's personal data were shredded (销毁), as the log says: their match tags are shown no more. */
export function forgottenIn(events: readonly Pick<StoredEvent, 'stream' | 'type' | 'data'>[]): readonly string[] {
  const shredded = events.filter(({ stream, type }) => stream === KEY_AUDIT && type === 'PersonalDataShredded');
  return shredded.flatMap(({ data }) => (data as { readonly cases?: readonly string[] }).cases ?? []);
}
