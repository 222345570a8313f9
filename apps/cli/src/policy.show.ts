import { caseCommands, FOCUS_CATEGORIES, type FocusCategory } from '#case';
import { keyMinorCommands, ledgerCommands, surveyWorkCommands } from '#ledger';
import {
  AGENCY_TYPES,
  type AgencyType,
  type Bilingual,
  type Citation,
  type ClockEntry,
  type EventTrigger,
  type FocusRule,
  type OrderTypeRule,
  type OversightRule,
  type OversightScope,
  type Pack,
  type PowerRule,
  type RecommendationRule,
  type RetentionRule,
  type Standing,
} from '#policy';
import { recommendationCommands } from '#recommendation';
import { duration } from './clock.words.ts';

/** How firm a rule is (依据效力), as a person reads it. */
export const STANDINGS: Readonly<Record<Standing, Bilingual>> = {
  seed: { zh: '政策文件原文', en: 'the policy document itself: refuses' },
  statute: { zh: '法律、规章原文', en: 'law, read in its own words: refuses' },
  secondary: { zh: '见于二手资料', en: 'read in a secondary source: asks for a reason' },
  unverified: { zh: '原文未见', en: 'known or cited, not seen: asks for a reason' },
  configured: { zh: '本地配置，无出处', en: 'local configuration: asks for a reason' },
};

/** What a clock’s kind means (时限种类). */
export const KINDS: Readonly<Record<ClockEntry['kind'], Bilingual>> = {
  duty: { zh: '义务', en: 'duty' },
  window: { zh: '权利期间', en: 'window' },
  term: { zh: '期限', en: 'term' },
};

interface Rule {
  readonly standing: Standing;
  readonly cite: Citation;
  readonly note?: Bilingual;
  readonly from: string;
}

/** A place’s rules as text (现行规则): each with its standing, its clause with the quote, and the pack it was written in. */
export function describePack(pack: Pack, at: string): string {
  const { title, version, lineage, division, document, eligibility } = pack;
  const head = [
    `${title.zh} ${title.en} — ${version}（${lineage.join(' → ')}）`,
    `${at}；区划 division ${division || '（全国 everywhere）'}`,
    ...(document ? [`${document.title}${document.number ? ` ${document.number}` : ''}`] : []),
  ];
  const { under, residenceMonths, crossing, ageCounted, exclusions } = eligibility;
  const definition = [
    `流动儿童 Migrant child: under ${under}, ${residenceMonths} months, across a ${crossing} border, age from ${ageCounted}`,
    ...basis(eligibility),
    ...exclusions.flatMap((rule) => [
      `  ${rule.code} ${both(rule.name)}: ${rule.divisions.join(' ') || '（未列名 none named）'}`,
      ...basis({ ...rule, from: eligibility.from }).map((line) => `  ${line}`),
    ]),
  ];
  return [
    ...head,
    ...section('适用对象 Eligibility', [definition]),
    ...section('权限 Powers', Object.entries(pack.powers).map(power)),
    ...section(
      '训诫情形 Grounds',
      Object.entries(pack.grounds).map(([code, rule]) => [
        `${code} ${both(rule.name)}: ${rule.admonition === 'must' ? '应当训诫 admonition must follow' : '可以训诫 admonition may follow'}`,
        ...basis(rule),
      ]),
    ),
    ...section('责令 Orders', Object.entries(pack.orders).map(order)),
    ...section('督导范围 Oversight', Object.entries(pack.oversight).map(oversight)),
    ...section('建议 Recommendations', Object.entries(pack.recommendations).map(recommendation)),
    ...section('台账类别 Categories of the ledger', Object.entries(pack.focus).map(focus)),
    ...section('保存期限 Retention', Object.entries(pack.retention).map(kept)),
    ...section('时限 Clocks', Object.entries(pack.clocks).map(clock)),
    ...section(
      '待建时限 Clocks that wait for their track, and are not started',
      Object.entries(pack.waiting).map(clock),
    ),
  ].join('\n');
}

function section(title: string, rules: readonly (readonly string[])[]): readonly string[] {
  return ['', `${title} (${rules.length})`, ...rules.flatMap((lines) => lines.map((line) => `  ${line}`))];
}

const COMMANDS: ReadonlyMap<string, { readonly name: Bilingual }> = new Map(
  Object.entries({
    ...caseCommands,
    ...recommendationCommands,
    ...ledgerCommands,
    ...keyMinorCommands,
    ...surveyWorkCommands,
  }),
);

function power([name, rule]: [string, PowerRule & Rule]): readonly string[] {
  const definition = COMMANDS.get(name);
  return [`${name}${definition ? ` ${both(definition.name)}` : ''}: ${agencies(rule.agencies)}`, ...basis(rule)];
}

function order([type, rule]: [string, OrderTypeRule & Rule]): readonly string[] {
  const { requires } = rule;
  const before = requires ? [`  须先 requires ${requires.rule}`, ...basis({ ...requires, from: rule.from })] : [];
  return [`${type} ${both(rule.name)}: ${agencies(rule.issuers)}`, ...basis(rule), ...before];
}

const SEES: Readonly<Record<OversightScope, Bilingual>> = {
  cases: { zh: '个案（无姓名）', en: 'cases, without names' },
  counts: { zh: '计数与评分卡', en: 'counts and scorecards' },
};

function oversight([type, rule]: [string, OversightRule & Rule]): readonly string[] {
  return [`${type} ${both(AGENCY_TYPES[type as AgencyType])}: ${both(SEES[rule.sees])}`, ...basis(rule)];
}

function recommendation([subject, rule]: [string, RecommendationRule & Rule]): readonly string[] {
  const { addressee, longest, escalation, from } = rule;
  const part = (said: string, own: Omit<Rule, 'from'> | undefined) =>
    own ? [`  ${said}`, ...basis({ ...own, from })] : [];
  return [
    `${subject} ${both(rule.name)}: ${agencies(rule.issuers)}`,
    ...basis(rule),
    ...part(`同级、本辖区 own area and level: ${agencies(addressee?.issuers ?? [])}`, addressee),
    ...part(
      `答复期限一般不超过 reply within, as a rule: ${longest?.months} months (${agencies(longest?.issuers ?? [])})`,
      longest,
    ),
    ...part(`通报上级机关须先 escalation after ${escalation?.after}`, escalation),
  ];
}

function focus([category, rule]: [string, FocusRule & Rule]): readonly string[] {
  const name = FOCUS_CATEGORIES[category as FocusCategory];
  const nearer = rule.crossing === undefined ? '' : `: 跨越 across a ${rule.crossing} border`;
  return [`${category} ${both(name)}${nearer}`, ...basis(rule)];
}

/** What is done when the time of keeping has run out, as a person reads it. */
export const ENDS: Readonly<Record<RetentionRule['end'], Bilingual>> = {
  shred: { zh: '销毁', en: 'shredded' },
  seal: { zh: '封存', en: 'sealed away' },
  review: { zh: '复核', en: 'reviewed' },
};

const SINCE: Readonly<Record<RetentionRule['since'][number], Bilingual>> = {
  closing: { zh: '结案', en: 'closing' },
  majority: { zh: '年满十八周岁', en: 'turning 18' },
};

function kept([name, rule]: [string, RetentionRule & Rule]): readonly string[] {
  const { within, since, end, categories } = rule;
  const span = 'months' in within ? `${within.months} months` : `${within.days} days`;
  const counted = since.map((moment) => both(SINCE[moment])).join('、');
  return [
    `${name} ${both(rule.name)} (${categories.join(' ')}): ${span} from ${counted}, then ${both(ENDS[end])}`,
    ...basis(rule),
  ];
}

function clock([name, rule]: [string, ClockEntry & Rule]): readonly string[] {
  const kind = KINDS[rule.kind];
  const day = rule.startsOn === undefined ? [] : [`每年 each year on ${rule.startsOn}`];
  const from = [...rule.starts.map(trigger), ...day].join(', ') || '—';
  const to = rule.stops.map(trigger).join(', ') || '（随事项终结 ends with its item）';
  return [
    `${name} ${both(rule.name)}: ${duration(rule)}; ${kind.zh} ${kind.en}, scope ${rule.scope}, holder ${rule.holder}`,
    `  ${from} → ${to}`,
    ...(rule.awaits ? [`  待 awaits: ${both(rule.awaits)}`] : []),
    ...basis(rule),
  ];
}

function trigger({ event, when }: EventTrigger): string {
  const fields = Object.entries(when).map(([field, value]) => `${field}=${value}`);
  return fields.length > 0 ? `${event}[${fields.join(' ')}]` : event;
}

function basis({ standing, cite, note, from }: Rule): readonly string[] {
  const lines = [`  ${from} · ${standing} ${STANDINGS[standing].zh} · ${citation(cite)}`];
  return note ? [...lines, `  ※ ${both(note)}`] : lines;
}

/** A citation in one line. */
export function citation(cite: Citation): string {
  if ('seed' in cite) return `${cite.seed} ${cite.clause} 「${cite.quote}」`;
  if ('none' in cite) return `${cite.none}${cite.example ? ` (${cite.example})` : ''}`;
  const rule = cite.rule ? ` (${cite.rule})` : '';
  return `${cite.law} ${cite.article}${cite.quote ? ` 「${cite.quote}」` : ''}${rule}`;
}

export function agencies(list: PowerRule['agencies']): string {
  return list === 'any' ? 'any' : list.join(' ');
}

function both({ zh, en }: Bilingual): string {
  return `${zh} ${en}`;
}
