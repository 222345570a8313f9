import type { Instant } from '#calendar';
import type { AgencyType } from '#policy';
import type { CaseEvent } from '../case.ts';
import { command } from '../kernel/command.ts';
import { type EventDeclarations, namesOf } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { under18 } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { type About, type AboutInput, aboutOf, aboutPersonal, opened } from './opening.ts';

/** What kind of concern a flag raises (线索类别). */
export const FLAG_KINDS = {
  GUARDIANSHIP_FAILURE: { zh: '监护缺失或监护不当', en: 'Guardianship missing or failing' },
  SUSPECTED_ABUSE: { zh: '疑似侵害', en: 'Suspected abuse' },
  DOMESTIC_VIOLENCE: { zh: '家庭暴力', en: 'Domestic violence' },
  PSYCH_ABNORMALITY: { zh: '心理、行为异常', en: 'Psychological or behavioural abnormality' },
  DROPOUT: { zh: '失学辍学', en: 'Out of school' },
  MISBEHAVIOUR: { zh: '不良或严重不良行为', en: 'Misbehaviour' },
  HARDSHIP: { zh: '生活困难', en: 'Hardship' },
  OTHER: { zh: '其他', en: 'Other' },
} as const;
export type FlagKind = keyof typeof FLAG_KINDS;

/** Signs of harm or danger (侵害或危险情形): any one of them makes the matter one to report at once (未保法11(2)). */
export const DANGER_SIGNS = {
  INJURED: { zh: '有伤', en: 'Injured' },
  ALONE_AT_NIGHT: { zh: '夜间独处', en: 'Alone at night' },
  AFRAID_TO_GO_HOME: { zh: '不敢回家', en: 'Afraid to go home' },
  SELF_HARM: { zh: '自伤或轻生', en: 'Self-harm' },
  SEXUAL_HARM: { zh: '疑似性侵害', en: 'Suspected sexual harm' },
  ABANDONED: { zh: '遗弃、流浪', en: 'Abandoned or vagrant' },
} as const;
export type DangerSign = keyof typeof DANGER_SIGNS;

const DANGEROUS_KINDS: readonly FlagKind[] = ['SUSPECTED_ABUSE', 'DOMESTIC_VIOLENCE'];

/** One raised concern (线索). */
export interface Flag {
  readonly id: string;
  readonly kind: FlagKind;
  readonly by: string;
  readonly at: Instant;
  /** The committee that triages it, if it goes to one. */
  readonly committee: string | null;
  /** Committees that it went to before the care file left their place. */
  readonly formerCommittees?: readonly string[];
  /** Whether committee, township and civil affairs of the place see it. */
  readonly open: boolean;
  readonly facts: Sealed;
  readonly reporter?: Sealed;
  readonly screeningLevel?: Sealed;
  readonly status: 'raised' | 'triaged' | 'withdrawn' | 'merged';
  /** It tells of harm or danger. */
  readonly danger?: boolean;
  /** The case it came from, when it was merged into this one. */
  readonly mergedFrom?: string;
}

/** The case's mark that the child stands on the focused-care ledger (重点关爱服务对象信息台账). */
export interface LedgerEntry {
  readonly id: string;
  readonly categories: readonly string[];
}

export interface RaiseFlagInput extends AboutInput {
  readonly kind: FlagKind;
  readonly facts: Sealed;
  readonly signs?: readonly DangerSign[];
  /** Screening level (筛查等级) of a psychological flag: held by the desk that noticed, until consent. */
  readonly screeningLevel?: Sealed;
  readonly reporter?: { readonly name?: Sealed; readonly phone?: Sealed };
}

export interface FlagEvents {
  FlagRaised: {
    readonly flagId: string;
    readonly kind: FlagKind;
    readonly committee: string | null;
    readonly open: boolean;
    readonly about: About;
    readonly facts: Sealed;
    readonly screeningLevel?: Sealed;
    readonly reporter?: { readonly name?: Sealed; readonly phone?: Sealed };
  };
  DangerObserved: {
    readonly flagId: string | null;
    readonly signs: readonly DangerSign[];
    /** The police saw it themselves: there is nobody to report it to. */
    readonly knownToPolice: boolean;
  };
  CaseReopened: { readonly flagId: string | null };
}

export const flagEvents: EventDeclarations<FlagEvents> = {
  FlagRaised: { name: { zh: '提出线索', en: 'Flag raised' }, looks: { kind: namesOf(FLAG_KINDS), open: 'boolean' } },
  DangerObserved: { name: { zh: '发现侵害或危险', en: 'Danger observed' }, looks: { knownToPolice: 'boolean' } },
  CaseReopened: { name: { zh: '个案重启', en: 'Case reopened' } },
};

export const evolveFlag: Evolve<FlagEvents> = {
  FlagRaised: (record, data, meta) => ({
    ...opened(record, data.about, meta),
    flags: [
      ...record.flags,
      {
        id: data.flagId,
        kind: data.kind,
        by: meta.actor.agency.id,
        at: meta.occurredAt,
        committee: data.committee,
        open: data.open,
        facts: data.facts,
        screeningLevel: data.screeningLevel,
        reporter: data.reporter?.name,
        status: 'raised',
      },
    ],
  }),
  DangerObserved: (record, { flagId }) =>
    flagId === null ? { danger: true } : { flags: changed(record.flags, flagId, { danger: true }) },
  CaseReopened: (record) => ({ status: 'open', closing: null, timesReopened: record.timesReopened + 1 }),
};

/** The flag as triaged. */
export function triaged(flags: readonly Flag[], id: string): readonly Flag[] {
  return changed(flags, id, { status: 'triaged' });
}

/** Agency types of the place itself: what they flag goes to the committee. */
export const COMMITTEE_SIDE: readonly string[] = ['RVC', 'CD', 'GRID', 'TOWN', 'STATION', 'CS'];

/** Who triages what a place is told of: where none of them is, a flag would lie with nobody. */
const TRIAGING: readonly AgencyType[] = ['RVC', 'CS', 'TOWN', 'STATION'];

/**
 * Whether a flag stays hidden from the place. A psychological flag stays with the desk that noticed, since before consent no other may know of it;
 * one that goes straight to the police stays hidden from the place until they open the view; all others go to the
 * committee where the child lives.
 */
export function staysHidden(input: Pick<RaiseFlagInput, 'kind' | 'signs'>, by: AgencyType): boolean {
  return input.kind === 'PSYCH_ABNORMALITY' || (isDangerous(input) && !COMMITTEE_SIDE.includes(by));
}

/** 公安机关、派出所: what they see, the police know. */
export function isPolice(type: AgencyType): boolean {
  return type === 'PSB' || type === 'PS';
}

const RISK: CaseEvent = { type: 'RiskObserved', data: {} };

/** A child in whom something psychological is suspected harms itself: it is escorted at once, which needs no consent (精神卫生法28(2)). */
function atRisk({ kind, signs = [] }: Pick<RaiseFlagInput, 'kind' | 'signs'>): boolean {
  return kind === 'PSYCH_ABNORMALITY' && signs.includes('SELF_HARM');
}

function isDangerous({ kind, signs = [] }: Pick<RaiseFlagInput, 'kind' | 'signs'>): boolean {
  return DANGEROUS_KINDS.includes(kind) || signs.length > 0;
}

/**
 * 提出线索: anyone may raise a concern about a child; each unmatched flag opens a case, and one on a closed case reopens it.
 * A psychological flag reopens no care file: those who hold it may not know of the flag, and its own track is not closed. One with the
 * sign of self-harm tells of the danger as `ReportRisk` does.
 */
export const RaiseFlag = command<RaiseFlagInput>({
  name: { zh: '提出线索', en: 'Raise a flag' },
  personal: {
    ...aboutPersonal,
    facts: 'evidence',
    screeningLevel: 'clinical',
    'reporter.name': 'reporter',
    'reporter.phone': 'reporter',
  },
  emits: ['FlagRaised'],
  opensCase: true,
  aside: true,
  guards: [under18],
  decide(input, record, context) {
    const { actor, occurredAt, directory, newId } = context;
    const turns18On = input.derived?.turns18On;
    if (record.status === 'none' && turns18On && occurredAt.slice(0, 10) >= turns18On) {
      return refuse('OVER_18', { cite: { law: '未成年人保护法', article: '2' }, standing: 'statute' });
    }
    const place = record.division || input.place.division;
    if (!TRIAGING.some((type) => directory.nearest(type, place))) {
      return refuse('NO_SUCH_AGENCY', null, { agency: place });
    }
    const danger = isDangerous(input);
    const open = !staysHidden(input, actor.agency.type);
    const committee = actor.agency.type === 'RVC' ? actor.agency : directory.nearest('RVC', place);
    const flagId = newId();
    return [
      {
        type: 'FlagRaised',
        data: {
          flagId,
          kind: input.kind,
          committee: open ? (committee?.id ?? null) : null,
          open,
          about: aboutOf(input, record, newId),
          facts: input.facts,
          screeningLevel: input.screeningLevel,
          reporter: input.reporter,
        },
      },
      ...(danger
        ? [
            {
              type: 'DangerObserved' as const,
              data: { flagId, signs: input.signs ?? [], knownToPolice: isPolice(actor.agency.type) },
            },
          ]
        : []),
      ...(atRisk(input) ? [RISK] : []),
      ...(record.status === 'closed' && (open || danger) ? [{ type: 'CaseReopened' as const, data: { flagId } }] : []),
    ];
  },
});
