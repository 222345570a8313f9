import type { Instant } from '#calendar';
import type { ChangeNotice } from './notice.ts';

/** What a CloudEvent is made of. */
export interface Told {
  readonly id: string;
  readonly desk: string;
  readonly agency: string;
  readonly of: 'case' | 'recommendation';
  /** The case's id, or the recommendation's. */
  readonly subject: string;
  readonly at: Instant;
  readonly notice: ChangeNotice;
}

/** A change as a CloudEvent 1.0 in JSON, written once: it is stored, signed and sent as these bytes. */
export function cloudEvent({ id, desk, agency, of, subject, at, notice }: Told): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `/desks/${desk}`,
    type: `jieli.${of}.changed.v1`,
    subject,
    time: at,
    datacontenttype: 'application/json',
    data: { [of === 'case' ? 'caseId' : 'recommendationId']: subject, agency, ...notice },
  });
}
