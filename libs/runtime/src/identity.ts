import type { Officer } from '#access';
import { knownByEmergencyAlone, type Sealed } from '#case';
import type { EventStore } from '#event-store';
import type { Vault } from '#vault';
import { readCase } from './case.log.ts';
import { derivedId } from './derived.id.ts';
import type { Host } from './host.ts';
import { sealReason } from './submit/door.ts';

/** Who the child of a case is, still sealed; what is not known is null. */
export interface Identity {
  readonly caseId: string;
  readonly childName: Sealed | null;
  readonly birthDate: Sealed | null;
  readonly guardianName: Sealed | null;
}

/** Why an officer wants to know. */
export interface IdentityRequest {
  readonly officer: Officer;
  readonly caseId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/**
 * Hands out an identity, once it stands in the audit stream that it was asked for, by whom and why; none, and nothing is recorded, where
 * the case is known by an emergency alone.
 */
export type OpenIdentity = (request: IdentityRequest) => Promise<Identity | null>;

/**
 * 查看身份: first the reason is recorded in the agency's audit stream, sealed, then the names are handed out. Where it cannot be
 * recorded nothing is. It is for the desk to know that the case is there for the agency. An officer's retry with the same key is recorded
 * once, as long as nothing else of the agency's was recorded in between; then once more.
 *
 * @throws StoreError when the log cannot take it.
 */
export function identityOpener({ store, vault, host }: Parts): OpenIdentity {
  return async ({ officer, caseId, reason, idempotencyKey }) => {
    const record = await readCase(store, caseId);
    if (knownByEmergencyAlone(record)) return null;
    const { child, guardian } = record;
    const sealed = await sealReason(vault, reason, child?.childId ?? caseId);
    const event = {
      id: derivedId(officer.agency.id, officer.id, 'identity', caseId, idempotencyKey),
      type: 'IdentityOpened',
      data: { officer: officer.id, caseId, reason: sealed },
      meta: { at: host.now() },
    };
    await store.append(`audit-${officer.agency.id}`, 'any', [event]);
    return {
      caseId,
      childName: child?.name ?? null,
      birthDate: child?.birthDate ?? null,
      guardianName: guardian?.name ?? null,
    };
  };
}

interface Parts {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly host: Pick<Host, 'now'>;
}
