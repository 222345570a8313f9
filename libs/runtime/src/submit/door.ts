import { ageReachedOn, type CalendarDate } from '#calendar';
import type { PersonalCategory, Sealed } from '#case';
import type { Pack } from '#policy';
import type { Vault } from '#vault';

/**
 * The door (封口): personal fields of a command are sealed here, under the child's own keys, and what a decision needs of them
 * (dates of age, match tags) is derived. Behind it nothing holds plain text.
 */
export async function sealInput(
  vault: Vault,
  personal: Readonly<Record<string, PersonalCategory>>,
  input: object,
  childId: string,
): Promise<Record<string, unknown>> {
  const sealed: Record<string, unknown> = { ...input };
  for (const [path, category] of Object.entries(personal)) {
    const steps = path.split('.');
    const last = steps.pop() as string;
    const fields = copiedAlong(sealed, steps);
    const text = fields?.[last];
    if (fields && typeof text === 'string') fields[last] = await vault.seal({ childId, category, field: path }, text);
  }
  return sealed;
}

/** What stands at a path, with all on the way to it copied: the command as it came in stays as it is. */
function copiedAlong(root: Record<string, unknown>, steps: readonly string[]): Record<string, unknown> | undefined {
  let at = root;
  for (const step of steps) {
    const inner = at[step];
    if (typeof inner !== 'object' || inner === null) return undefined;
    at = at[step] = { ...inner };
  }
  return at;
}

export function sealReason(vault: Vault, reason: string, childId: string): Promise<Sealed> {
  return vault.seal({ childId, category: 'evidence', field: 'reason' }, reason);
}

/** What is known of a child at the door, in plain text. */
export interface OpenChild {
  readonly name: string;
  readonly birthDate?: string;
  readonly idNumber?: string;
  readonly phone?: string;
}

/** What decisions need to know of a child, without the identity itself. */
export function derive(vault: Vault, child: OpenChild, childId: string, pack: Pack): object {
  const written = child.birthDate ?? birthDateIn(child.idNumber);
  const birth = written as CalendarDate | undefined;
  const reaches = (years: number) => birth && ageReachedOn(birth, years, pack.eligibility.ageCounted);
  return {
    childId,
    turns14On: reaches(14),
    turns16On: reaches(16),
    turns18On: reaches(18),
    tags: vault.tags({ ...child, birthDate: written }),
  };
}

function birthDateIn(idNumber: string | undefined): string | undefined {
  return idNumber && `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
}
