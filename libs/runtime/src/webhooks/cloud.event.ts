import type { Instant } from '#calendar';
import type { ItemKind } from '../stream.kind.ts';
import type { ChangeNotice } from './notice.ts';

/** What a CloudEvent is made of. */
export interface Told {
  readonly id: string;
  readonly desk: string;
  readonly agency: string;
  readonly of: ItemKind;
  /** The id of the case, or of what else it is. */
  readonly subject: string;
  readonly at: Instant;
  readonly notice: ChangeNotice;
}

const ID_FIELD = {
  case: 'caseId',
  recommendation: 'recommendationId',
  'ledger-entry': 'ledgerEntryId',
  'key-minor': 'keyMinorEntryId',
  'survey-work': 'surveyWorkId',
} as const;

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
    data: { [ID_FIELD[of]]: subject, agency, ...notice },
  });
}
