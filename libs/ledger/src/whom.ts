import { addDays, type CalendarDate, type Instant } from '#calendar';
import { type About, type AboutInput, type Eligibility, eligibilityOf, type TestEligibilityInput } from '#case';
import type { Pack } from '#policy';

/** Whom an entry is for: a child not known yet, or the child of a case that the agency sees; and how long it has lived here. */
export interface WhomInput extends TestEligibilityInput {
  /** The case whose child it is; else child and place are needed. */
  readonly sourceCaseId?: string;
  readonly child?: AboutInput['child'];
  readonly guardian?: AboutInput['guardian'];
  readonly place?: AboutInput['place'];
  /** Put there by the door: what is known of the child, from its case or derived from what was said. */
  readonly derived?: Partial<About['child']> & { readonly about?: About | null };
}

const LIMITS = { 14: 'turns14On', 16: 'turns16On', 18: 'turns18On' } as const;

/** The day on which the child is too old for the programme of a place. */
export function limitOf({ child }: Pick<About, 'child'>, pack: Pack): CalendarDate | undefined {
  const limit = LIMITS[pack.eligibility.under as keyof typeof LIMITS];
  return limit && child[limit];
}

/** The last day before an age is reached, or null where the birth date is not known. */
export function lastDayBefore(reachedOn: CalendarDate | undefined): CalendarDate | null {
  return reachedOn === undefined ? null : addDays(reachedOn, -1);
}

/** Whom the officer means: the child of the case, the one that is told of, or the one whose entry it is already. */
export function aboutIn(
  { child, guardian, place, derived, sourceCaseId }: WhomInput,
  known: About['child'] | null,
  newId: () => string,
): About | undefined {
  if ((sourceCaseId === undefined) === (child === undefined || place === undefined)) return undefined;
  if (sourceCaseId !== undefined) return derived?.about ?? undefined;
  if (!child || !place) return undefined;
  const { about: _, ...told } = derived ?? {};
  const childId = known?.childId ?? told.childId ?? newId();
  return { child: { ...child, ...told, childId }, guardian, division: place.division, address: place.address };
}

/** Whether it is a migrant child (流动儿童认定), by what was said of its stay. */
export function testedOn(input: WhomInput, about: About, at: Instant, pack: Pack): Eligibility {
  const { hukouDivision, residenceSince, livesWithGuardian } = input;
  const stay = { hukouDivision, residenceSince, livesWithGuardian };
  return eligibilityOf({ ...stay, turnsLimitOn: limitOf(about, pack), residenceDivision: about.division }, at, pack);
}
