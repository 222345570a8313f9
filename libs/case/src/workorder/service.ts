import type { Agency, Pack, ServiceRule } from '#policy';
import type { EligibilityCode } from '../flag/eligibility.ts';
import { binds, type Context, type Departure, listed } from '../kernel/command.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { CaseRecord } from '../record.ts';
import { takerOf } from '../superior.ts';
import { isOpenWorkOrder } from './workorder.ts';

type Asked = Pick<Context, 'pack' | 'directory' | 'actor' | 'occurredAt'>;

const isUntested = (eligibility: EligibilityCode | null) => eligibility === null || eligibility === 'UNKNOWN';

/** Whether the list is for this child: nobody has said yet, or it has been tested that it is no migrant child. */
function gateOf({ for: whom }: ServiceRule, { eligibility }: CaseRecord): 'open' | 'untested' | 'shut' {
  if (whom === 'any-minor' || eligibility === 'ELIGIBLE') return 'open';
  return isUntested(eligibility) ? 'untested' : 'shut';
}

/** The service of a code, unless the list has none such, it goes another way, or the law keeps it for migrant children. */
export function serviceOf(code: string, record: CaseRecord, { pack }: Pick<Context, 'pack'>): ServiceRule | Refusal {
  const service = pack.services[code];
  if (!service) return refuse('NO_SUCH_SERVICE', null, { service: code });
  if (service.through === 'psychological')
    return refuse('SERVICE_BY_PSYCH_CHANNEL', service, { service: service.name });
  if (gateOf(service, record) === 'shut' && binds(pack.eligibility)) {
    return refuse('SERVICE_FOR_MIGRANT_CHILDREN', pack.eligibility, { service: service.name });
  }
  return service;
}

function provides(service: ServiceRule | undefined, { type }: Agency): boolean {
  return service === undefined || service.agencies === 'any' || service.agencies.includes(type);
}

/** Whether an agency takes work orders at all: whoever may sign for one. */
function takes({ type }: Agency, { powers }: Pack): boolean {
  const rule = powers.SignWorkOrder;
  return rule !== undefined && (rule.agencies === 'any' || rule.agencies.includes(type));
}

/** The agency that a work order is sent to, unless it takes none, is the sender itself, or the list names others. */
export function receiverOf(id: string, service: ServiceRule | undefined, context: Asked): Agency | Refusal {
  const { pack, directory, actor } = context;
  const agency = takerOf(id, directory);
  if (!agency || agency.id === actor.agency.id || !takes(agency, pack)) {
    return refuse('NO_SUCH_AGENCY', null, { agency: id });
  }
  if (provides(service, agency) || service === undefined || !binds(service)) return agency;
  const allowed = service.agencies === 'any' ? '' : listed(service.agencies);
  return refuse('SERVICE_OF_OTHERS', service, { service: service.name, allowed });
}

type Listed = Pick<Context, 'pack' | 'directory'>;

/** Rules that are not law and that sending this would depart from. */
export function sendDepartures(
  { service: code, to }: { readonly service: string; readonly to: string },
  record: CaseRecord,
  { pack, directory }: Listed,
): readonly Departure[] {
  const service = pack.services[code];
  if (!service) return [];
  const found: Departure[] = [];
  const gate = gateOf(service, record);
  if (gate === 'untested' && pack.workOrders)
    found.push({ rule: 'workOrders.untested', basis: pack.workOrders.untested });
  if (gate === 'shut') found.push({ rule: 'eligibility', basis: pack.eligibility });
  return [...found, ...notListed(code, to, { pack, directory })];
}

/** The list names others for the service. */
export function notListed(code: string, to: string, { pack, directory }: Listed): readonly Departure[] {
  const [service, agency] = [pack.services[code], directory.get(to)];
  return service && agency && !provides(service, agency) ? [{ rule: `services.${code}`, basis: service }] : [];
}

/** A care file that is closed while a work order is open, so that it ends with it. */
export function endingDepartures({ workOrders }: CaseRecord, pack: Pack): readonly Departure[] {
  const rule = pack.workOrders?.closing;
  return rule && workOrders.some(isOpenWorkOrder) ? [{ rule: 'workOrders.closing', basis: rule }] : [];
}
