import type { CommandName } from '#case';
import type { Bilingual } from '#policy';
import type { RecommendationCommandName } from '#recommendation';
import type { DeskSelectors } from '#runtime';
import { breachedClocks } from './breached.clocks.ts';
import { recommendationView, recommendationWaiting } from './recommendation.view.ts';

/** An agency's place (工作台): which agencies work at it, what it shows and which commands it offers. */
export interface Desk extends DeskSelectors {
  readonly title: Bilingual;
  readonly commands: readonly CommandName[];
  /** What may be done here on recommendations. */
  readonly recommendationCommands: readonly RecommendationCommandName[];
  /** Whether agencies of this desk recommend (提出建议), and not only reply. */
  readonly recommends: boolean;
}

const AS_ADDRESSEE: readonly RecommendationCommandName[] = ['ObjectToRecommendation', 'ReplyRecommendation'];
const AS_ISSUER: readonly RecommendationCommandName[] = [
  'IssueRecommendation',
  'ServeRecommendation',
  'ReviewObjection',
  'UrgeReply',
  'EscalateRecommendation',
  'CloseRecommendation',
];

type Declared = Omit<Desk, 'recommendationCommands' | 'recommends' | 'recommendation' | 'breached'> & {
  readonly recommends?: boolean;
};

/**
 * Keeps the type while a desk is declared; its inbox, lists, next steps and mutations follow from the declaration. Whoever works
 * on cases may be recommended to, and replies; a desk that does nothing to cases only looks.
 */
export function defineDesk({ recommends = false, ...desk }: Declared): Desk {
  const addressed = desk.commands.length > 0 ? AS_ADDRESSEE : [];
  return {
    ...desk,
    recommends,
    recommendationCommands: recommends ? [...AS_ISSUER, ...addressed] : addressed,
    recommendation: { view: recommendationView, waiting: recommendationWaiting },
    ...(recommends ? { breached: breachedClocks } : {}),
  };
}
