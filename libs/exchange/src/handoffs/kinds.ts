import type { Clock, CommandName } from '#case';
import { type Desk, desks } from '#desks';
import type { Item } from './handoff.ts';
import { charged, listed, type Source, source, told } from './sources.ts';

/** A kind of handoff: where it stands, and what deals with it (办理). */
interface HandoffKind {
  readonly stands: readonly Source[];
  readonly dealtWithBy: readonly CommandName[];
}

const all = desks.map(({ name }: Desk) => name);
const elsewhere = all.filter((name) => name !== 'police');
const noService = all.filter((name) => name !== 'service-agency');
const noReceiver = elsewhere.filter((name) => name !== 'psychological-service');
const inRehab = ['township', 'psychological-service', 'civil-affairs', 'service-agency'];
const orderTold = { from: 'issuer' };

/** 补充材料: desks that list their own reports say it there; others list what is wanted of them alone. */
const wantedOfThePlace: Source = {
  desks: ['township', 'civil-affairs'],
  items: (seen, _, clocks) => {
    const contents = (seen.wanted ?? []) as readonly unknown[];
    if (contents.length === 0) return [];
    const deadlines = clocks.filter(({ clock }) => clock === 'RETURN_FOR_INFO_SUPPLY');
    return [{ id: seen.id as string, status: 'INFORMATION_WANTED', from: undefined, contents, deadlines }];
  },
};

/** Another's flag, or one of the committee's own on which it is to dissuade, whoever triaged it. */
const flagHandedOver = ({ id, own }: Item, _: string, clocks: readonly Clock[]) =>
  own === false || clocks.some(({ clock, item }) => clock === 'DISSUADE' && item === id);

const takeWorkOrders = ['township', 'civil-affairs', 'service-agency'];

/** 退回的工单: with its sender it is open work, and why it came back is told. */
const returnedWorkOrders: Source = {
  desks: takeWorkOrders,
  items: (seen, agency) =>
    listed(seen, 'workOrders')
      .filter(({ by, to }) => by === agency && to === agency)
      .map((order) => {
        const { by, because, note } = (order.returns as readonly Item[]).at(-1) ?? {};
        const statuses = { returned: 'OPEN' };
        const telling = { from: 'back', contents: ['service', 'need', 'because', 'note'], statuses };
        return told({ ...order, back: by, because, note }, telling);
      }),
};

/**
 * Every kind of handoff. Nobody does anything about a notice, nor about a protection order, with which police and committee help as need
 * be; of rehabilitation nothing is recorded after it was referred.
 */
export const KINDS: Readonly<Record<string, HandoffKind>> = {
  FLAG: {
    dealtWithBy: ['TriageFlag', 'RecordDissuasion'],
    stands: [
      source('flags', ['residents-committee'], flagHandedOver, { contents: ['facts'] }),
      charged(['TRIAGE', 'DISSUADE'], ['township'], { list: 'flags', contents: ['facts'] }), // of a village without a committee
    ],
  },
  REPORT: {
    dealtWithBy: ['AcceptCase', 'NotAccept', 'RequestInfo', 'HandOverReport', 'DisposeReport'],
    stands: [source('reports', ['police'], () => true, { from: 'by', contents: ['facts', 'supplied'] })],
  },
  INFORMATION_REQUEST: {
    dealtWithBy: ['SupplyInfo'],
    stands: [
      source('reports', elsewhere, ({ wanted }) => wanted != null, { from: 'to', contents: ['wanted'] }),
      wantedOfThePlace,
    ],
  },
  PSYCHOLOGICAL_REFERRAL: {
    dealtWithBy: ['AcceptReferral', 'DeclineReferral', 'CompleteReferral'],
    stands: [source('referrals', ['psychological-service'], () => true, { from: 'from', contents: ['because'] })],
  },
  RETURNED_REFERRAL: {
    dealtWithBy: ['RerouteReferral'],
    stands: [
      charged(['PSYCH_REROUTE'], noReceiver, { list: 'referrals', from: 'to' }),
      charged(['PSYCH_REROUTE'], ['psychological-service'], { list: 'sent', from: 'to' }),
    ],
  },
  REHABILITATION: {
    dealtWithBy: [],
    stands: [source('rehab', inRehab, ({ to }, agency) => to === agency, {})],
  },
  GUIDANCE_ORDER: {
    dealtWithBy: ['RecordGuidanceSession', 'DeclineProvision'],
    stands: [
      source('orders', ['service-agency'], () => true, orderTold),
      charged(['ORDER_SESSION'], noService, orderTold), // an organ that was named for the guidance is shown its time alone
    ],
  },
  SCHOOL_RETURN: {
    dealtWithBy: ['RecordSchoolReturn'],
    stands: [source('schooling', ['service-agency'], ({ by }, agency) => by !== agency, { from: 'by' })],
  },
  BREACH: {
    dealtWithBy: ['DisposeBreach'],
    stands: [
      source(
        'orders',
        ['police', 'procuratorate', 'court'],
        ({ issuer, breach }, agency) => issuer !== agency && breach === 'open',
        orderTold,
      ),
    ],
  },
  COORDINATION: {
    dealtWithBy: ['AnswerCoordination'],
    stands: [source('coordinations', all, () => true, { from: 'by', contents: ['task'] })],
  },
  SUPERVISION: {
    dealtWithBy: ['AnswerSupervision'],
    stands: [
      source('supervisions', all, () => true, { from: 'by', contents: ['clock', 'demand'] }),
      charged(['SUPERVISION_ANSWER'], ['oversight']), // a superior that is itself supervised: its desk lists clocks alone
    ],
  },
  WITHDRAWAL: {
    dealtWithBy: ['DecideWithdrawal'],
    stands: [charged(['WITHDRAW_REVIEW'], ['township'])],
  },
  WORK_ORDER: {
    dealtWithBy: ['SignWorkOrder', 'AcceptWorkOrder', 'ReturnWorkOrder', 'CompleteWorkOrder'],
    stands: [
      source('workOrders', takeWorkOrders, ({ by, to }, agency) => to === agency && by !== agency, {
        from: 'by',
        contents: ['service', 'need'],
      }),
    ],
  },
  RETURNED_WORK_ORDER: {
    dealtWithBy: ['RerouteWorkOrder', 'WithdrawWorkOrder'],
    stands: [returnedWorkOrders],
  },
  WORK_ORDER_DISPUTE: {
    dealtWithBy: ['RuleOnWorkOrder', 'ReassignWorkOrder'],
    stands: [charged(['WORKORDER_RULING'], ['oversight'], { list: 'workOrders', contents: ['service'] })],
  },
  EXTENSION_REQUEST: {
    dealtWithBy: ['DecideExtension'],
    stands: [
      charged(['EXTENSION_DECIDE'], all, {
        list: 'extensions',
        from: 'by',
        contents: ['clock', 'because'],
      }),
    ],
  },
  JURISDICTION_DISPUTE: {
    dealtWithBy: ['DesignateJurisdiction'],
    stands: [charged(['JURISDICTION_DESIGNATE'], all, { list: 'disputes', from: 'by' })],
  },
  SPLIT_REQUEST: {
    dealtWithBy: ['ConsentToSplit'],
    stands: [
      source('splits', ['police'], () => true, {
        from: 'by',
        contents: ['because'],
        statuses: { split: 'COMPLETED' },
      }),
    ],
  },
  REASON_REQUEST: {
    dealtWithBy: ['GiveReason'],
    stands: [charged(['NO_FILING_REASON'], ['police'])],
  },
  FILING_NOTICE: {
    dealtWithBy: ['FileCriminalCase'],
    stands: [charged(['FILE_ON_NOTICE'], ['police'])],
  },
  CAUTION: {
    dealtWithBy: ['RecordCautionVisit'],
    stands: [
      charged(['WARNING_VISIT'], ['residents-committee']), // a committee elsewhere, to which the flag went, sees the visit alone
      source('cautions', ['residents-committee'], () => true, { contents: ['text'] }),
    ],
  },
  NOTICE: {
    dealtWithBy: [],
    stands: [source('notices', all, ({ to }, agency) => to === agency, { from: 'by', contents: ['facts'] })],
  },
  HUKOU_REQUEST: {
    dealtWithBy: ['GiveHukouOpinion', 'DecideHukouRequest'],
    stands: [
      charged(['X_PROV_TOWN', 'X_PROV_COUNTY'], ['township', 'civil-affairs'], {
        list: 'hukou',
        from: 'by',
        contents: ['category', 'papers'],
      }),
    ],
  },
  HUKOU_DECISION: {
    dealtWithBy: ['NotifyApplicant'],
    stands: [
      charged(['X_PROV_NOTIFY'], ['township', 'civil-affairs'], {
        list: 'hukou',
        from: 'county',
        contents: ['category', 'because'],
      }),
    ],
  },
  PROTECTION_APPLICATION: {
    dealtWithBy: ['AcceptProtectionApplication', 'MakeProtectionOrder', 'RejectProtectionOrder'],
    stands: [
      source('protections', ['court'], ({ court }, agency) => court === agency, {
        from: 'by',
        contents: ['facts'],
      }),
    ],
  },
  PROTECTION_ORDER: {
    dealtWithBy: [],
    stands: [
      source(
        'protections',
        ['police', 'residents-committee'],
        ({ by, status, terms }, agency) => by !== agency && status !== 'applied' && terms != null,
        { from: 'court', contents: ['terms'], statuses: { made: 'OPEN' } },
      ),
    ],
  },
  REVOCATION_GROUND: {
    dealtWithBy: ['ApplyRevokeGuardianship', 'DropRevocationGround'],
    stands: [
      charged(['REVOCATION_BACKSTOP'], ['civil-affairs'], {
        list: 'revocations',
        from: 'by',
        contents: ['grounds'],
      }),
    ],
  },
  REVOCATION_APPLICATION: {
    dealtWithBy: ['DecideRevocation'],
    stands: [
      source('revocations', ['court'], ({ court }, agency) => court === agency, {
        from: 'applicant',
        contents: ['grounds'],
        statuses: { revoked: 'COMPLETED' },
      }),
    ],
  },
};
