import type { Bilingual, Citation, Standing } from '#policy';

/** Every reason why a command can be refused (拒绝代码), with its sentence. `{…}` is filled in from what the caller may see. */
export const REFUSALS = {
  ACTOR_NOT_AUTHORISED: {
    zh: '本机构无权作出该行为；有权机构：{allowed}。',
    en: 'This agency may not do this; those that may: {allowed}.',
  },
  CONFIGURED_RULE_NEEDS_REASON: {
    zh: '该规则（{rule}）{standing}；如需变通，请填写理由。',
    en: 'This rule ({rule}) {standing}; to depart from it, give a reason.',
  },
  NOT_FOUND: { zh: '没有该个案。', en: 'There is no such case.' },
  NO_SUCH_ITEM: {
    zh: '没有可以如此办理的{item}：没有该项，或者已经办结，或者尚不到办理时。',
    en: 'There is no {item} that can be dealt with so: there is none, or it is over, or its time has not come.',
  },
  WHICH_ITEM: {
    zh: '本案有多个{item}，请写明编号。',
    en: 'This case has more than one {item}; name the one you mean.',
  },
  CASE_CLOSED: {
    zh: '个案已结案；有新情况请重新提出线索。',
    en: 'The case is closed; raise a flag when there are new facts.',
  },
  CASE_CHANGED: {
    zh: '您看到之后，个案已有新的记录，请刷新后再办。',
    en: 'The case has moved on since you looked; read it again and decide anew.',
  },
  ALREADY_DONE: { zh: '该{item}已经办理。', en: 'This {item} has been dealt with already.' },
  OCCURRED_BEFORE: {
    zh: '发生时间早于所办理的事项本身。',
    en: 'It cannot have happened before what it is about.',
  },
  OCCURRED_IN_FUTURE: { zh: '发生时间不能晚于现在。', en: 'It cannot have happened later than now.' },
  KEY_REUSED: {
    zh: '同一幂等键已用于另一内容；请换用新的幂等键。',
    en: 'This idempotency key was used for something else; use a new one.',
  },
  NOT_YOUR_ITEM: { zh: '该{item}不由本机构承办。', en: 'This {item} is not with your agency.' },
  NO_SUCH_AGENCY: { zh: '名录中没有可受理的机构 {agency}。', en: 'There is no agency {agency} that could take this.' },
  WHO_AND_WHERE: {
    zh: '尚无个案：请填写儿童与所在地。',
    en: 'There is no case yet: say who the child is and where the child lives.',
  },
  SERIOUS_NOT_WITHDRAWN: {
    zh: '情节严重或儿童有危险的线索不得撤回。',
    en: 'A flag of a serious matter or of danger cannot be withdrawn.',
  },
  CASE_ALREADY_REPORTED: {
    zh: '个案已报告公安或已有文书，不得合并或撤销合并；已报告公安而并入的线索另涉儿童的，经公安同意拆分（SplitChild）。',
    en: 'Reported already, or with documents: it can be neither merged nor unmerged. Once reported, two children are parted by SplitChild, with the consent of the police.',
  },
  REPORT_HAS_PAPERS: {
    zh: '该报告已据以作出认定、立卷，或者有不立案控告、管辖争议，随本案保留，不能随拆分移出。',
    en: 'A finding, a file, a complaint or a dispute rests on this report; it stays with this case.',
  },
  GUARDIAN_CONSENT_MISSING: {
    zh: '尚无监护人（十四周岁以上另须本人）同意，不得转介；危险情形除外。',
    en: 'Without consent of the guardian, and of the child from 14, there is no referral, danger excepted.',
  },
  DIAGNOSIS_MAY_NOT_BE_REFUSED: {
    zh: '有权送诊的人已将儿童送到具备资质的医疗机构，不得拒绝作出诊断。',
    en: 'Brought by someone entitled to a qualified institution, the child may not be refused a diagnosis.',
  },
  TWO_CHILDREN: {
    zh: '两案儿童的公民身份号码不同，是两个儿童，不得合并；一人一案。',
    en: 'The children of the two cases have different identity numbers: they are two, and each has a case of its own.',
  },
  CASE_MERGED: { zh: '本案已并入另一个案，请在该案办理。', en: 'This case was merged into another; work on that one.' },
  SAID_OR_REASON: {
    zh: '请填写儿童的意见，或者未能听取的理由，二者择一。',
    en: 'Say what the child said, or why the child could not be heard: one of the two.',
  },
  NO_SUCH_ORDER: {
    zh: '本地规定没有{order}这种文书。',
    en: 'The rules of this place know no such order: {order}.',
  },
  ADMONITION_MUST_FOLLOW: {
    zh: '依该事由应当予以训诫，不得决定不予训诫。',
    en: 'On this ground admonition must follow; it cannot be decided against.',
  },
  NOT_YET: { zh: '尚不到办理时：{item}。', en: 'It is not time for that yet: {item}.' },
  TERM_ENDS_BEFORE: { zh: '学期不能在开始之前结束。', en: 'A school term cannot end before it begins.' },
  NO_EXTENSION: {
    zh: '该时限没有可以适用的延长规定，或者已经届满。',
    en: 'No rule gives this clock more time, or it has run out already.',
  },
  NO_APPROVER: {
    zh: '该时限可由{approver}准予延长，但名录中没有本机构的{approver}；请由运维登记该机构（jieli agencies import）后再申请。',
    en: 'This clock can be given more time by the {approver}, but the directory has none for your agency; have it registered (jieli agencies import), then ask again.',
  },
  TOO_LATE_TO_EXTEND: {
    zh: '时限已经届满，不能再准予延长。',
    en: 'The time has run out; it cannot be extended any more.',
  },
  JURISDICTION_DISPUTED: {
    zh: '该单位曾移送本报告；对管辖有争议的，报请共同的上级公安机关指定管辖。',
    en: 'That unit has handed this report over before; in a dispute the common superior designates jurisdiction.',
  },
  JURISDICTION_DESIGNATED: {
    zh: '共同的上级公安机关已指定管辖，不得再行移送。',
    en: 'The common superior has designated jurisdiction; the report is not handed over any more.',
  },
  DANGER_IS_SERIOUS: {
    zh: '儿童受到侵害、疑似受到侵害或面临危险，不得研判为不严重；应当立即报告。',
    en: 'A child harmed, possibly harmed or in danger is never “not serious”; report at once.',
  },
  OPEN_REPORT: {
    zh: '公安机关尚未作出受案决定，不能结案。',
    en: 'The police have not decided on the report yet; the case cannot close.',
  },
  OPEN_ORDER: { zh: '尚有未完结的{order}，不能结案。', en: 'An order is still open ({order}); the case cannot close.' },
  OPEN_GUARDIANSHIP: {
    zh: '儿童尚由民政部门临时监护，不能结案。',
    en: 'Civil affairs still has temporary guardianship of the child; the case cannot close.',
  },
  PROTECTION_TERM_TOO_LONG: {
    zh: '人身安全保护令的有效期不超过六个月。',
    en: 'A protection order lasts six months at most.',
  },
  OPEN_WORK_ORDER: {
    zh: '尚有未办结的工单，不能结案。',
    en: 'A work order is still open; the case cannot close.',
  },
  NO_SUCH_SERVICE: {
    zh: '本地服务清单没有该项目：{service}。',
    en: 'The service list of this place has no such item: {service}.',
  },
  SERVICE_BY_PSYCH_CHANNEL: {
    zh: '{service}经心理转介渠道办理，须有同意；危险情形除外。',
    en: 'This service ({service}) goes by the psychological channel, with consent, danger excepted.',
  },
  SERVICE_FOR_MIGRANT_CHILDREN: {
    zh: '{service}列于流动儿童服务清单，本案儿童经认定不属于流动儿童；报告、训诫、责令等保护不受影响。',
    en: 'This service ({service}) is on the list for migrant children, and this child is none; protection is not affected.',
  },
  SERVICE_OF_OTHERS: {
    zh: '{service}由下列部门提供：{allowed}。',
    en: 'This service ({service}) is provided by others: {allowed}.',
  },
  RULING_BINDS: {
    zh: '承办单位已经裁定或由上级机关改派，不得再行退回。',
    en: 'It has been ruled on, or reassigned by the superior organ; it is not returned any more.',
  },
  OUTSIDE_YOUR_SYSTEM: {
    zh: '上级机关只在本系统、本辖区内改派，{agency}不在其内；需转往他处的，由承办机构退回、发出机构另行转派，或者撤回后重新转介。',
    en: 'A superior reassigns within its own system and area, and {agency} is not in it; to go elsewhere, whoever has the work returns it and the sender sends it on, or withdraws it and refers anew.',
  },
  WINDOW_CLOSED: {
    zh: '期限已过：{window}。期限内提出、事后补录的，请写明发生时间。',
    en: 'The time for it has passed: {window}. What was asked for in time and is entered late says when it happened.',
  },
  TOO_LATE_TO_RETURN: {
    zh: '退回期限已过，由首接单位承办。',
    en: 'The time for returning it is over; the first receiver keeps it.',
  },
  CRIME_NOT_TURNED_AWAY: {
    zh: '涉嫌犯罪的报案不以不予受案了结：请决定不予立案并送达通知书。',
    en: 'A report of a suspected crime is not turned away: decide not to file, and serve the notice.',
  },
  OVER_18: { zh: '当事人已满十八周岁。', en: 'The person is 18 or older.' },
  NO_SUCH_RECOMMENDATION: { zh: '没有该建议。', en: 'There is no such recommendation.' },
  NO_BREACHED_HANDOFF: {
    zh: '没有可引用的超期：该机构在该期间没有本机构可见的超期时限。',
    en: 'There is no breach to cite: none of that agency’s in that period that this agency may see.',
  },
  NO_REPLY_TERM: {
    zh: '该类建议没有此种答复期限。',
    en: 'There is no such reply term for a recommendation of this kind.',
  },
  REPLY_TERM_FIXED: {
    zh: '该类建议的书面回复期限由规定确定，不得另定。',
    en: 'The reply term of this recommendation is fixed by its rule; none may be set.',
  },
  REPLY_DAY_NEEDED: {
    zh: '请写明书面回复的截止日期，且不早于送达之日。',
    en: 'Say by which day the written reply is due, not before the day of service.',
  },
  NO_SUCH_LEDGER_ENTRY: { zh: '没有该台账。', en: 'There is no such ledger entry.' },
  NO_SUCH_KEY_MINOR_ENTRY: { zh: '没有该重点未成年人台账。', en: 'There is no such entry on the key-minor register.' },
  PLACE_ELSEWHERE: { zh: '该居住地不在{area}范围内。', en: 'The child does not live in {area}.' },
  NOT_A_MIGRANT_CHILD: {
    zh: '未认定为流动儿童（{why}），不纳入台账；保护不受影响。',
    en: 'Not found to be a migrant child ({why}): not for the ledger. Protection does not depend on it.',
  },
  COMMAND_NOT_AT_THIS_DESK: { zh: '本工作台不办理该事项。', en: 'This desk does not offer this command.' },
} as const satisfies Record<string, Bilingual>;

export type RefusalCode = keyof typeof REFUSALS;

/**
 * A command was refused. `cite` is null when it is not the law but the record that cannot hold it (an item that is not
 * there, a case that is closed); then `standing` is null too.
 */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly cite: Citation | null;
  readonly standing: Standing | null;
  readonly message: Bilingual;
}

/** The law behind a refusal. */
export interface Basis {
  readonly cite: Citation;
  readonly standing: Standing;
}

/** Words that go into a refusal's sentence. */
export type RefusalWords = Readonly<Record<string, Bilingual | string>>;

export function refuse(code: RefusalCode, basis: Basis | null = null, words: RefusalWords = {}): Refusal {
  const fill = (template: string, language: 'zh' | 'en') =>
    template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const word = words[name];
      return word === undefined ? '' : typeof word === 'string' ? word : word[language];
    });
  return {
    refused: code,
    cite: basis?.cite ?? null,
    standing: basis?.standing ?? null,
    message: { zh: fill(REFUSALS[code].zh, 'zh'), en: fill(REFUSALS[code].en, 'en') },
  };
}

export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome;
}
