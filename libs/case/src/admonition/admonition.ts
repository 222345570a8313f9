import type { Instant } from '#calendar';
import type { Finding } from '../finding/finding.ts';
import { command, isRefusal, pick } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

/** An admonition of the guardian (训诫). */
export interface Admonition {
  readonly id: string;
  readonly findingId: string;
  readonly by: string;
  readonly at: Instant;
  readonly text: Sealed;
}

export interface IssueAdmonitionInput {
  readonly findingId?: string;
  /** The words of the admonition; only its issuer and the procuratorate read them. */
  readonly text: Sealed;
}

export interface AdmonitionEvents {
  AdmonitionIssued: { readonly admonitionId: string; readonly findingId: string; readonly text: Sealed };
}

export const admonitionEvents: EventDeclarations<AdmonitionEvents> = {
  AdmonitionIssued: { name: { zh: '已训诫', en: 'Admonition issued' } },
};

export const evolveAdmonition: Evolve<AdmonitionEvents> = {
  AdmonitionIssued: (record, data, meta) => ({
    admonitions: [
      ...record.admonitions,
      {
        id: data.admonitionId,
        findingId: data.findingId,
        by: meta.actor.agency.id,
        at: meta.occurredAt,
        text: data.text,
      },
    ],
    noOrder: record.noOrder.filter((id) => id !== data.findingId), // whether to order is to be decided once more
  }),
};

export const aFinding = { zh: '认定', en: 'finding of yours' };

/**
 * The organ's own findings that no admonition has answered yet, and that it has not decided to leave without one. A breach that it
 * deals with by a second admonition (再次训诫) leaves the finding to be answered once more.
 */
export function unanswered(record: CaseRecord, agency: string): readonly Finding[] {
  const given = (id: string) => record.admonitions.filter(({ findingId }) => findingId === id).length;
  const again = (id: string) =>
    record.orders
      .filter(({ findingId }) => findingId === id)
      .flatMap(({ disposals = [] }) => disposals)
      .filter((disposal) => disposal === 'SECOND_ADMONITION').length;
  return record.findings.filter(
    ({ id, by, admonitionWaived }) => by === agency && !admonitionWaived && given(id) <= again(id),
  );
}

/** 训诫: police, procuratorate or court admonish the guardian (未保法118(2), 预防法61, 家促法49). Nobody else may. */
export const IssueAdmonition = command<IssueAdmonitionInput>({
  name: { zh: '训诫', en: 'Admonish the guardian' },
  personal: { text: 'evidence' },
  emits: ['AdmonitionIssued'],
  guards: [
    (record, { actor }) => {
      if (!record.findings.some(({ by }) => by === actor.agency.id))
        return refuse('NO_SUCH_ITEM', null, { item: aFinding });
      return unanswered(record, actor.agency.id).length > 0
        ? undefined
        : refuse('ALREADY_DONE', null, { item: { zh: '训诫', en: 'admonition' } });
    },
  ],
  decide({ findingId, text }, record, { actor, newId }) {
    const finding = pick(findingId, unanswered(record, actor.agency.id), aFinding);
    if (isRefusal(finding)) return finding;
    return [{ type: 'AdmonitionIssued', data: { admonitionId: newId(), findingId: finding.id, text } }];
  },
});
