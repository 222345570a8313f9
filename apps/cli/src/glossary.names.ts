import type { Bilingual } from '#policy';

/** A concern of the case (事项) and the maps of events it is made of, by the names they are exported under. */
export interface Concern {
  readonly name: Bilingual;
  readonly maps: readonly string[];
  /** Events of maps that libs/case does not hand out. */
  readonly events?: readonly string[];
}

export const CONCERNS: readonly Concern[] = [
  {
    name: { zh: '线索', en: 'Flag' },
    maps: ['flagEvents', 'triageEvents', 'withdrawalEvents', 'mergeEvents', 'splitEvents'],
  },
  { name: { zh: '劝诫、制止', en: 'Dissuasion' }, maps: ['dissuasionEvents'] },
  { name: { zh: '报告公安', en: 'Report' }, maps: ['reportEvents'] },
  {
    name: { zh: '公安受理', en: 'Police intake' },
    maps: ['intakeEvents', 'supplementEvents', 'disposalEvents', 'designationEvents'],
  },
  { name: { zh: '认定', en: 'Finding' }, maps: ['findingEvents'] },
  { name: { zh: '训诫', en: 'Admonition' }, maps: ['admonitionEvents', 'noAdmonitionEvents', 'noOrderEvents'] },
  {
    name: { zh: '责令', en: 'Order' },
    maps: ['orderEvents', 'followUpEvents', 'providerEvents', 'breachEvents'],
    events: ['ReviewRequested', 'ReviewDecided'],
  },
  {
    name: { zh: '治安与刑事案件', en: 'Police files' },
    maps: ['fileEvents', 'appraisalEvents', 'noFilingEvents', 'complaintEvents'],
  },
  { name: { zh: '告诫书', en: 'Domestic-violence caution' }, maps: ['cautionEvents'] },
  {
    name: { zh: '对儿童的措施', en: 'Measures on the child' },
    maps: ['measureEvents', 'specialSchoolEvents', 'emergencyEvents'],
  },
  {
    name: { zh: '心理转介', en: 'Psychological channel' },
    maps: ['consentEvents', 'referralEvents', 'diagnosisEvents'],
  },
  { name: { zh: '社区康复', en: 'Community rehabilitation' }, maps: ['rehabEvents'] },
  { name: { zh: '控辍保学', en: 'Return to school' }, maps: ['dropoutEvents'] },
  { name: { zh: '人身安全保护令', en: 'Protection order' }, maps: ['protectionApplicationEvents', 'protectionEvents'] },
  {
    name: { zh: '民政部门监护与撤销监护人资格', en: 'Guardianship and its revocation' },
    maps: ['guardianshipEvents', 'revocationEvents'],
  },
  {
    name: { zh: '户籍地协作', en: 'Hukou coordination' },
    maps: ['domicileEvents', 'hukouEvents', 'recognitionEvents'],
  },
  { name: { zh: '关爱档案', en: 'Care file' }, maps: ['careEvents', 'closingEvents'] },
  {
    name: { zh: '时限与督办', en: 'Clocks and oversight' },
    maps: ['clockEvents', 'extensionEvents', 'ladderEvents', 'supervisionEvents'],
  },
  { name: { zh: '建议', en: 'Recommendation' }, maps: ['recommendationEvents'] },
  { name: { zh: '台账', en: 'Ledger' }, maps: ['ledgerEvents'] },
  { name: { zh: '重点未成年人台账', en: 'Key-minor register' }, maps: ['keyMinorEvents'] },
  { name: { zh: '摸排与数据共享', en: 'Survey and data' }, maps: ['surveyWorkEvents'] },
];

/** One word for one thing: what a legal term is called here, and what it is not to be confused with. */
export const WORDS: readonly (Bilingual & { readonly word: string })[] = [
  { word: 'case', zh: '个案', en: 'one child and one set of facts; one stream of events' },
  { word: 'flag', zh: '线索', en: 'a concern that someone raises' },
  {
    word: 'dissuasion',
    zh: '劝诫、制止',
    en: 'the committee tells the guardian to stop; never a condition for reporting',
  },
  { word: 'handover', zh: '移送', en: 'responsibility passes to another agency' },
  { word: 'referral', zh: '转介', en: 'another agency is asked to act and the sender follows up' },
  { word: 'admonition', zh: '训诫', en: 'on the guardian, by police, procuratorate or court' },
  {
    word: 'domestic-violence caution',
    zh: '告诫书',
    en: 'by the police on the violent person; not an admonition, not a warning',
  },
  { word: 'order', zh: '责令', en: 'a typed instrument on the guardian, with issuer, term, sessions and follow-up' },
  { word: 'recommendation', zh: '检察建议、司法建议', en: 'to a failing agency; also the 建议 of 未成年人保护法114' },
  { word: 'oversight', zh: '督办协调', en: 'remind, urge, supervise, superior organ' },
  { word: 'clock', zh: '时限', en: 'one deadline with its legal basis' },
  { word: 'deputy', zh: '代理', en: 'an officer who stands in for another agency on set days' },
  { word: 'conflict of interest', zh: '回避', en: 'an officer related to a case is kept out of it' },
  { word: 'emergency reading', zh: '紧急调阅', en: 'one case, for a reason, for sixty minutes; to be reviewed' },
  { word: 'pack', zh: '政策包', en: 'one jurisdiction’s rules as data' },
  { word: 'standing', zh: '依据效力', en: 'how firm a rule is' },
  { word: 'ledger', zh: '台账', en: 'migrant children, and those who need focused care' },
  { word: 'key-minor register', zh: '重点未成年人台账', en: 'another thing than the ledger; visible by duty only' },
  { word: 'desk', zh: '工作台', en: 'one agency’s place' },
  { word: 'record', zh: '存证', en: 'an event’s envelope, ciphertext and all, as a leaf of the log’s tree' },
  { word: 'checkpoint', zh: '检查点', en: 'size and root of the log’s tree at a moment, signed' },
  {
    word: 'epoch',
    zh: '密钥周期',
    en: 'the keys that wrap data keys for a time; destroyed with all that was dropped before',
  },
  { word: 'shredding', zh: '销毁', en: 'a child’s keys go; ciphertext and proofs stay' },
  { word: 'sealing away', zh: '封存', en: 'only a statutory query opens it; nothing is destroyed' },
  { word: 'witness', zh: '见证机构', en: 'an agency that remembers checkpoints and signs what goes on from them' },
];
