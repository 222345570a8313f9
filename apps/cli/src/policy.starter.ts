/** What `jieli policy new` is told. */
export interface Starter {
  readonly name: string;
  readonly parent: string;
  /** Left out: a code that no place has, beneath that of the parent, to be filled in. */
  readonly division?: string;
  /** The division of the parent; left out, the whole country. */
  readonly within?: string;
}

/** The files of a new pack (政策包起始文件), by their path in its folder: the pack itself and a golden scenario. */
export function starterFiles({ name, parent, division, within = '' }: Starter): Readonly<Record<string, string>> {
  const code = division ?? beneath(within);
  return {
    'pack.yaml': `# 政策包起始文件：逐条填写，写完运行 npm run jieli -- policy check。格式见 docs/policy-packs.md。
# A starter: fill it in, then run the check. The form is described in docs/policy-packs.md.
# 只写与上级政策包不同之处；每条都要有依据（cite）和依据效力（standing）。
# Write only what differs from the pack above; every rule has its source (cite) and says how firm it is (standing).
pack: ${name}
name: { zh: ${name}, en: ${name} } # 地名 the place
extends: ${parent}
division: "${code}" # 区划代码 GB/T 2260${division === undefined ? `；${code} 不是任何地方，请填写 ${code} is no place: fill it in` : ''}
effective: "2025-01-01" # 生效日期；之前适用上级规则 from this day; before it the pack above holds
effectiveNote: configured; put the date of the document and delete this line
document: { title: 文件名称 } # title, number, seed (the file of its text)

# 适用对象：只决定台账与服务清单，不影响任何保护措施。
# Whom the programme is for. It never decides whether a child may be protected. Left out, the pack above holds.
# eligibility:
#   under: 16
#   residenceMonths: 6
#   crossing: county
#   ageCounted: day-after-birthday
#   exclusions:
#     - code: EXCLUDED_CORE
#       name: { zh: 中心城区之间, en: Between the central districts }
#       divisions: [] # 本地之内的区划代码，加引号 codes within this place, in quotes
#       standing: configured
#       cite: { none: the clause names no districts }
#   standing: seed
#   cite: { seed: document.txt, clause: 一, quote: 条文原文 }

# 权限：谁可以作出某一行为。Who may do what; an entry replaces the one above whole.
# powers:
#   IssueAdmonition:
#     agencies: [PSB, PS, PROC, COURT]
#     standing: seed # 只有 seed 与 statute 会拒绝 only seed and statute refuse
#     cite: { seed: document.txt, clause: 二, quote: 条文原文 }

# 责令 Orders
# orders:
#   GUIDANCE:
#     name: { zh: 责令接受家庭教育指导, en: Order to take family-education guidance }
#     issuers: [PSB, PS, PROC, COURT]
#     standing: seed
#     cite: { seed: document.txt, clause: 二, quote: 条文原文 }

# 时限：没有出处的数字一律写 configured 并说明。A number without a source is configured and says why.
# clocks:
#   TRIAGE:
#     name: { zh: 线索研判, en: Triage of a flag }
#     scope: flag
#     kind: duty
#     starts: [{ event: FlagRaised, when: { open: true } }, { event: FlagRaised, when: { kind: PSYCH_ABNORMALITY } }]
#     stops: [FlagTriaged, GuardianTold] # 整条照抄上级再改：略去的就没有了 copy the rule above whole: what is left out is gone
#     within: { workingDays: 1 }
#     holder: committee
#     standing: configured
#     cite: { none: no source; configured }
`,
    [`golden/${name}.yaml`]: `# 样例场景：规则改动后应当仍然成立。A golden example: what must stay true when rules change. All persons are invented.
# npm run jieli -- scenario run <this file>
scenario: ${name}
title: { zh: ${name}：线索到受案, en: '${name}: from flag to acceptance' }
place: '${code.padEnd(12, '0')}'
demo: false
steps:
  - at: 2025-03-03 09:20
    who: RVC
    does: RaiseFlag
    with:
      kind: GUARDIANSHIP_FAILURE
      child: { name: 甲, sex: FEMALE, birthDate: 2015-05-01 }
      guardian: { relation: 父亲 }
      facts: 晚间独自在家。
    expect: { events: [FlagRaised], starts: { TRIAGE: 2025-03-04 } }

  - at: 2025-03-03 15:00
    who: RVC
    does: ReportToPolice
    with: { facts: 多次整夜独处。 }
    expect: { starts: { POLICE_REVIEW_ADMIN: 2025-03-04 15:00 } }

  - at: 2025-03-04 09:00
    who: PSB
    does: AcceptCase
    expect: { stops: [POLICE_REVIEW_ADMIN] }

  - at: 2025-03-04 10:00
    note: 无权机关不得训诫 who may not admonish is refused, with the clause
    who: WF
    does: IssueAdmonition
    with: { text: 训诫。 }
    expect: { refused: ACTOR_NOT_AUTHORISED }
`,
  };
}

/** Digits of a code by level: country, province, city, county, township, village. */
const LEVELS = [0, 2, 4, 6, 9, 12];

/** A code one level beneath another that no place has: its own digits are nought. */
function beneath(division: string): string {
  const length = LEVELS.find((level) => level > division.length) ?? division.length;
  return division.padEnd(division === '' ? 4 : length, '0');
}
