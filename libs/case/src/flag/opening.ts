import type { CalendarDate } from '#calendar';
import type { EventMeta } from '../kernel/event.ts';
import type { PersonalCategory, Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

/** The child of the case. Dates that a decision needs are derived at the door; the birth date itself stays sealed. */
export interface Child {
  readonly childId: string;
  readonly name: Sealed;
  readonly sex?: 'FEMALE' | 'MALE';
  readonly birthDate?: Sealed;
  readonly idNumber?: Sealed;
  readonly phone?: Sealed;
  readonly turns14On?: CalendarDate;
  readonly turns16On?: CalendarDate;
  readonly turns18On?: CalendarDate;
  /** Keyed match tags: equal for equal id number, phone, or sound of name with birth date. */
  readonly tags?: readonly string[];
}

export interface Guardian {
  readonly name?: Sealed;
  readonly relation: Sealed;
  readonly phone?: Sealed;
}

/** The match tags that say who a child is (公民身份号码); the others say whom it is like. */
export function idTags(tags: readonly string[] = []): readonly string[] {
  return [...new Set(tags)].filter((tag) => tag.startsWith('id:'));
}

/** Whether match tags are of two children for certain (两个儿童): each has an identity number, and not the same. */
export function areTwoChildren(one: Child['tags'], other: Child['tags']): boolean {
  const [mine, theirs] = [idTags(one), idTags(other)];
  return mine.length > 0 && theirs.length > 0 && !mine.some((tag) => theirs.includes(tag));
}

/** Whom and where a case is about. */
export interface About {
  readonly child: Child;
  readonly guardian?: Guardian;
  readonly division: string;
  readonly address?: Sealed;
}

/** What a command carries that can open a case. */
export interface AboutInput {
  readonly child: Omit<Child, 'childId' | 'turns14On' | 'turns16On' | 'turns18On' | 'tags'>;
  readonly guardian?: Guardian;
  readonly place: { readonly division: string; readonly address?: Sealed };
  /** Put there by the door, where personal fields are sealed: never sent by a caller. */
  readonly derived?: Partial<Pick<Child, 'childId' | 'turns14On' | 'turns16On' | 'turns18On' | 'tags'>>;
}

/** Personal fields of {@link AboutInput}, as every command that carries it declares them. */
export const aboutPersonal: Readonly<Record<string, PersonalCategory>> = {
  'child.name': 'identity',
  'child.birthDate': 'identity',
  'child.idNumber': 'identity',
  'child.phone': 'contact',
  'guardian.name': 'identity',
  'guardian.relation': 'identity',
  'guardian.phone': 'contact',
  'place.address': 'contact',
};

export function aboutOf(input: AboutInput, record: CaseRecord, newId: () => string): About {
  const { child, guardian, place, derived } = input;
  const childId = record.child?.childId ?? derived?.childId ?? newId();
  return { child: { ...child, ...derived, childId }, guardian, division: place.division, address: place.address };
}

/** What the first event of a case makes of it; later ones add what was not known. */
export function opened(record: CaseRecord, about: About | undefined, meta: EventMeta): Partial<CaseRecord> {
  if (!about) return {};
  return {
    status: record.status === 'none' ? 'open' : record.status,
    openedAt: record.openedAt ?? meta.at,
    division: record.division || about.division,
    child: record.child ?? about.child,
    guardian: record.guardian ?? about.guardian ?? null,
  };
}
