import type { StoredEvent } from '#event-store';

/** Where is noted what was done to keys: a stream of the log, and so in its tree. */
export const KEY_AUDIT = 'audit-keys';

/** Cases whose child's personal data were shredded (销毁), as the log says: their match tags are shown no more. */
export function forgottenIn(events: readonly Pick<StoredEvent, 'stream' | 'type' | 'data'>[]): readonly string[] {
  const shredded = events.filter(({ stream, type, data }) => {
    if (stream !== KEY_AUDIT) return false;
    const { end, categories = [] } = data as { readonly end?: string; readonly categories?: readonly string[] };
    const retired = type === 'RetentionApplied' && end === 'shred' && categories.includes('identity');
    return retired || type === 'PersonalDataShredded';
  });
  return shredded.flatMap(({ data }) => (data as { readonly cases?: readonly string[] }).cases ?? []);
}
