import { GraphQLError } from 'graphql';
import { type AgencyDirectory, type GlassUse, may, type Officer } from '#access';
import { epochOf, HOUR, instantAt } from '#calendar';
import { countyOf } from '#policy';
import { type EmergencySight, worksAt } from '#runtime';
import type { Desk } from '../desk.ts';
import { checkedReason } from './checked.reason.ts';
import type { DeskContext } from './context.ts';

const LASTS = HOUR;
const REVIEWED_WITHIN = 72 * HOUR;
const SHORTEST = 10;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether an officer reviews what others of the agency read in an emergency (复核). */
export function mayReview(desk: Desk, officer: Officer): boolean {
  return may(officer, 'REVIEW', { works: worksAt(desk, officer.agency) }) === 'YES';
}

/** The resolvers of the emergency access (紧急调阅), the same at every desk that gives commands. */
export function glassResolvers(desk: Desk) {
  const forbidden = () =>
    new GraphQLError('本机构或本岗位无权紧急调阅或复核。Not for this agency or this role.', {
      extensions: { code: 'FORBIDDEN' },
    });

  /** The case, where the officer may break the glass on it; null where it is not there, be it for whatever reason. */
  const sightFor = async (id: string, { officer, runtime }: DeskContext): Promise<EmergencySight | null> => {
    const caseId = id.toLowerCase();
    const verdict = (near: boolean) => may(officer, 'BREAK', { works: worksAt(desk, officer.agency), caseId, near });
    if (verdict(true) === 'POWERLESS' || verdict(true) === 'READS_ONLY') throw forbidden(); // whatever the case
    const sight = UUID.test(caseId) ? await runtime.emergency(caseId) : null;
    return sight && verdict(isNear(officer, sight.division)) === 'YES' ? sight : null;
  };

  const breakGlass = async (
    _: unknown,
    { caseId, reason }: { caseId: string; reason: string },
    context: DeskContext,
  ) => {
    const why = checkedReason(reason, SHORTEST);
    const { officer, runtime, glass } = context;
    const sight = await sightFor(caseId, context);
    if (!sight || !glass) return null;
    const at = runtime.host.now();
    const after = (milliseconds: number) => instantAt(epochOf(at) + milliseconds);
    const sealed = await runtime.vault.seal(
      { childId: sight.childId ?? sight.caseId, category: 'evidence', field: 'glass' },
      why,
    );
    const use: GlassUse = {
      id: runtime.host.newId(),
      officer: officer.id,
      agency: officer.agency.id,
      caseId: sight.caseId,
      at,
      until: after(LASTS),
      reviewBy: after(REVIEWED_WITHIN),
      reason: sealed,
    };
    await runtime.audit(officer, 'GlassBroken', noted(use)); // first of all: what cannot be recorded is not read
    await glass.open(use);
    return shown(sight, use, runtime.directory);
  };

  const emergencyCase = async (_: unknown, { caseId }: { caseId: string }, context: DeskContext) => {
    if (!UUID.test(caseId.toLowerCase())) return null; // what is no id may hold what the database takes for no text
    const { officer, runtime, glass } = context;
    const use = await glass?.live(officer.id, officer.agency.id, caseId.toLowerCase(), runtime.host.now());
    const sight = use ? await sightFor(caseId, context) : null;
    if (!use || !sight) return null;
    await runtime.audit(officer, 'GlassRead', noted(use));
    return shown(sight, use, runtime.directory);
  };

  const glassToReview = async (_: unknown, __: unknown, { officer, runtime, glass }: DeskContext) => {
    if (!mayReview(desk, officer)) return [];
    const uses = (await glass?.toReview(officer.agency.id, officer.barred)) ?? [];
    return uses.map((use) => ({ ...use, overdue: use.reviewBy < runtime.host.now() }));
  };

  /** What this head has to do: nobody reviews their own. */
  const reviews = async (_: unknown, __: unknown, context: DeskContext) =>
    (await glassToReview(_, __, context)).filter(({ officer }) => officer !== context.officer.id);

  const reviewGlass = async (
    _: unknown,
    { id, justified }: { id: string; justified: boolean },
    context: DeskContext,
  ) => {
    const { officer, runtime, glass } = context;
    if (!mayReview(desk, officer)) throw forbidden();
    const now = runtime.host.now();
    if (!UUID.test(id)) return false;
    const use = await glass?.review(id, officer, justified, now);
    if (!use) return false;
    await runtime.audit(officer, 'GlassReviewed', { ...noted(use), justified, late: now > use.reviewBy });
    return true;
  };

  return { inbox: { reviews }, query: { emergencyCase, glassToReview }, mutation: { breakGlass, reviewGlass } };
}

/** Of the same county, or of the city or province that it lies in: whoever could be there in time. */
function isNear({ agency }: Officer, division: string): boolean {
  return division.startsWith(countyOf(agency.division));
}

/** The reason stays out of the log: it may name persons. */
function noted({ id, caseId, until, reviewBy }: GlassUse): object {
  return { use: id, caseId, until, reviewBy };
}

function shown(
  { childId: _, withWhom, ...sight }: EmergencySight,
  { until, reviewBy }: GlassUse,
  directory: Pick<AgencyDirectory, 'get'>,
): object {
  const agencies = withWhom.map((id) => directory.get(id)).filter((agency) => agency !== undefined);
  return { ...sight, withWhom: agencies, until, reviewBy };
}
