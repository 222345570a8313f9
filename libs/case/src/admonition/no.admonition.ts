import type { Pack } from '#policy';
import type { Finding } from '../finding/finding.ts';
import { command, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { aFinding, unanswered } from './admonition.ts';

export interface DecideNoAdmonitionInput {
  readonly findingId?: string;
  readonly note?: Sealed;
}

export interface NoAdmonitionEvents {
  AdmonitionNotNeeded: { readonly findingId: string; readonly note?: Sealed };
}

export const noAdmonitionEvents: EventDeclarations<NoAdmonitionEvents> = {
  AdmonitionNotNeeded: { name: { zh: '决定不予训诫', en: 'No admonition needed' } },
};

export const evolveNoAdmonition: Evolve<NoAdmonitionEvents> = {
  AdmonitionNotNeeded: (record, { findingId }) => ({
    findings: changed(record.findings, findingId, { admonitionWaived: true }),
  }),
};

/** Where the clause says 应当, the organ has no choice; where it says 根据情况, it has. */
function mustFollow({ ground }: Finding, { grounds }: Pack): Refusal | undefined {
  const rule = grounds[ground];
  return rule?.admonition === 'may' ? undefined : refuse('ADMONITION_MUST_FOLLOW', rule ?? null);
}

/** 不予训诫: on a ground where admonition is 根据情况 (家庭教育促进法49), the organ may decide that none is needed. */
export const DecideNoAdmonition = command<DecideNoAdmonitionInput>({
  name: { zh: '决定不予训诫', en: 'Decide that no admonition is needed' },
  personal: { note: 'evidence' },
  emits: ['AdmonitionNotNeeded'],
  guards: [
    (record, { actor, pack }) => {
      const refusals = unanswered(record, actor.agency.id).map((finding) => mustFollow(finding, pack));
      if (refusals.length === 0) return refuse('NO_SUCH_ITEM', null, { item: aFinding });
      return refusals.every((refusal) => refusal !== undefined) ? refusals[0] : undefined;
    },
  ],
  decide: ({ findingId, note }, record, { actor, pack }) => {
    const waiting = unanswered(record, actor.agency.id);
    const open = findingId === undefined ? waiting.filter((finding) => !mustFollow(finding, pack)) : waiting;
    return on(findingId, open, aFinding, (finding) => {
      const refusal = mustFollow(finding, pack);
      return refusal ?? [{ type: 'AdmonitionNotNeeded', data: { findingId: finding.id, note } }];
    });
  },
});
