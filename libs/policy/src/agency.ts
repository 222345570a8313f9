/**
 * The types of agency that take part (机构类型), with their Chinese and English names. What each may do is for a pack to say;
 * which desk each works at is for `libs/desks`.
 */
export const AGENCY_TYPES = {
  RVC: { zh: '村（居）民委员会', en: 'Villagers’ / residents’ committee' },
  CD: { zh: '儿童主任', en: 'Child director (village)' },
  GRID: { zh: '网格员', en: 'Grid worker' },
  TOWN: { zh: '乡镇人民政府（街道办事处）', en: 'Township government / subdistrict office' },
  STATION: { zh: '未成年人保护工作站', en: 'Minor protection workstation' },
  CS: { zh: '儿童督导员', en: 'Child supervisor (township)' },
  PSB: { zh: '公安机关', en: 'Public security organ' },
  PS: { zh: '公安派出所', en: 'Police substation' },
  PROC: { zh: '人民检察院', en: 'People’s procuratorate' },
  COURT: { zh: '人民法院', en: 'People’s court' },
  PSYSO: { zh: '社会心理服务机构', en: 'Social psychological service institution' },
  HOSP: { zh: '医疗卫生机构', en: 'Medical and health institution' },
  H12355: { zh: '12355青少年服务台', en: '12355 youth service platform' },
  CA: { zh: '民政部门', en: 'Civil affairs' },
  MPRA: { zh: '未成年人救助保护机构', en: 'Minor relief and protection institution' },
  CWI: { zh: '儿童福利机构', en: 'Child welfare institution' },
  EDU: { zh: '教育部门', en: 'Education' },
  SCHOOL: { zh: '学校（幼儿园）', en: 'School / kindergarten' },
  HEALTH: { zh: '卫生健康部门', en: 'Health' },
  WF: { zh: '妇联', en: 'Women’s federation' },
  FEC: { zh: '家庭教育指导中心', en: 'Family education guidance centre' },
  DPF: { zh: '残联', en: 'Disabled persons’ federation' },
  CYL: { zh: '共青团', en: 'Communist Youth League' },
  HUD: { zh: '住房城乡建设部门', en: 'Housing and urban-rural development' },
  HPAC: { zh: '房产事务中心', en: 'Real-estate affairs centre' },
  HRSS: { zh: '人力资源社会保障部门', en: 'Human resources and social security' },
  HSA: { zh: '医保部门', en: 'Healthcare security' },
  CDC: { zh: '疾控部门', en: 'Disease control and prevention' },
  STAT: { zh: '统计部门', en: 'Statistics' },
  DRC: { zh: '发展改革部门', en: 'Development and reform' },
  TRAN: { zh: '交通运输部门', en: 'Transport' },
  CTRS: { zh: '文化广电旅游体育部门', en: 'Culture and tourism' },
  RTV: { zh: '广电部门', en: 'Radio and television' },
  CAC: { zh: '网信部门', en: 'Cyberspace affairs' },
  FIN: { zh: '财政部门', en: 'Finance' },
  DATA: { zh: '政务数据中心', en: 'Government affairs data centre' },
  THC: { zh: '乡镇卫生院', en: 'Township health centre' },
  SW: { zh: '社会工作者', en: 'Social worker' },
  SWO: { zh: '专业社会工作服务机构', en: 'Social work service agency' },
  VOL: { zh: '志愿者', en: 'Volunteer' },
  H12338: { zh: '12338妇女维权热线', en: '12338 women’s rights hotline' },
  WCCW: { zh: '妇儿工委办', en: 'Working committee on children and women (office)' },
  PLAC: { zh: '党委政法委', en: 'Political and legal affairs commission' },
  GOV: { zh: '县级以上人民政府', en: 'People’s government, county level and above' },
  JUST: { zh: '司法行政部门', en: 'Justice administration' },
  SYSTEM: { zh: '系统', en: 'The system: what time alone brings about' },
} as const;

/** One of {@link AGENCY_TYPES}. */
export type AgencyType = keyof typeof AGENCY_TYPES;

export const agencyTypes = Object.keys(AGENCY_TYPES) as readonly AgencyType[];

/** Types that oversee a whole place (督导). How much each is shown of its cases is for the pack of the place to say. */
export const OVERSEERS = ['WCCW', 'PLAC'] as const satisfies readonly AgencyType[];
export type Overseer = (typeof OVERSEERS)[number];

/** How much whoever oversees a place is shown (督导范围): its cases one by one, or only how many there are and how agencies fare. */
export const OVERSIGHT_SCOPES = ['cases', 'counts'] as const;
export type OversightScope = (typeof OVERSIGHT_SCOPES)[number];

/** An agency (机构): who may act, and where. `division` is a GB/T 2260 code or a longer statistical code beneath it. */
export interface Agency {
  readonly id: string;
  readonly type: AgencyType;
  readonly division: string;
  /** What it is shown as an overseer, by the pack of its place today; of one that says nothing, no case. */
  readonly oversees?: OversightScope;
}
