import { binds, type Context, type Departure, type Directory, type Sealed } from '#case';
import type { Agency } from '#policy';
import {
  alreadyDone,
  byIssuer,
  notYet,
  onRecommendation,
  type RecommendationGuard,
  refuse,
  whileOpen,
} from './command.ts';
import type { RecommendationRecord } from './record.ts';
import { failing } from './reply.ts';

export interface EscalateRecommendationInput {
  /** The superior organ; left out, the nearest there is: of the addressee's own system, or the people's government above it. */
  readonly to?: string;
  readonly because?: Sealed;
}

/** Whether an agency stands above another: its own system's, or a people's government, of a wider place that it lies in. */
function isAbove(superior: Agency, { id, type, division }: Agency): boolean {
  const wider = division.startsWith(superior.division) && superior.division.length < division.length;
  return superior.id !== id && wider && (superior.type === type || superior.type === 'GOV');
}

/** The nearest superior organ of an agency (上级机关), as far as the directory knows. */
export function superiorOf(agency: Agency, directory: Directory): Agency | undefined {
  for (let digits = agency.division.length - 1; digits >= 0; digits -= 1) {
    const place = agency.division.slice(0, digits);
    const found = [directory.nearest(agency.type, place), directory.nearest('GOV', place)];
    const nearest = found.find((one) => one?.division === place && isAbove(one, agency));
    if (nearest) return nearest;
  }
  return undefined;
}

const inArrears: RecommendationGuard = (record) =>
  failing(record) ? undefined : notYet('回复期限届满', 'the reply is not overdue');

/** The superior organ is told after urging; where that is not law, it may be told at once, with a reason. */
export function escalationDeparture({ subject, urged }: RecommendationRecord, { pack }: Context): readonly Departure[] {
  const rule = pack.recommendations[subject]?.escalation;
  return rule && urged.length === 0 ? [{ rule: `recommendations.${subject}.escalation`, basis: rule }] : [];
}

/** 通报上级机关: urged and still without reason not done (经督促无正当理由不予整改或者整改不到位). */
export const EscalateRecommendation = onRecommendation<EscalateRecommendationInput>({
  name: { zh: '通报上级机关', en: 'Tell the superior organ' },
  personal: { because: 'evidence' },
  emits: ['RecommendationEscalated'],
  guards: [byIssuer, whileOpen, ({ escalatedTo }) => (escalatedTo === null ? undefined : alreadyDone()), inArrears],
  decide({ to, because }, record, context) {
    const { directory } = context;
    const [early] = escalationDeparture(record, context);
    if (early && binds(early.basis)) {
      return refuse('NOT_YET', early.basis, { item: { zh: '催复', en: 'the reply has not been urged' } });
    }
    const addressee = directory.get(record.addressee);
    const superior = to === undefined ? addressee && superiorOf(addressee, directory) : directory.get(to);
    if (!addressee || !superior || !isAbove(superior, addressee)) {
      return refuse('NO_SUCH_AGENCY', null, { agency: to ?? '' });
    }
    return [{ type: 'RecommendationEscalated', data: { recommendationId: record.id, to: superior.id, because } }];
  },
});
