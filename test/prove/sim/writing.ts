import { type CaseRecord, type CommandName, caseCommands } from '#case';
import { commandClasses } from '#commands';
import { type FieldClass, fieldsOf, type Kind } from '../../../libs/commands/src/field.ts';
import { checkCharacter } from '../../../libs/commands/src/identity.number.ts';
import type { Random } from '../random.ts';
import { agencyIds, villages } from './place.ts';

/** A child as people know it: now by its number, now by its telephone, now by its name alone. */
interface Child {
  readonly name: string;
  readonly birthDate: string;
  readonly idNumber: string;
  readonly phone: string;
}

/** A few children, so that several cases are about the same one. */
export function someChildren(random: Random): readonly Child[] {
  return ['林小满', '王小雨', '李思齐', '陈安然'].map((name, n) => {
    const birthDate = `${random.whole(2009, 2018)}-0${random.whole(1, 9)}-${random.whole(10, 28)}`;
    const digits = `441502${birthDate.replaceAll('-', '')}00${n}`;
    const phone = `1380013800${random.whole(0, 2)}`;
    return { name, birthDate, idNumber: digits + checkCharacter(digits), phone };
  });
}

/** Where a field's id is looked for in the case. */
const ITEMS: Readonly<Record<string, keyof CaseRecord>> = {
  flagId: 'flags',
  reportId: 'reports',
  findingId: 'findings',
  orderId: 'orders',
  fileId: 'files',
  withdrawalId: 'withdrawals',
  cautionId: 'cautions',
  rehabId: 'rehab',
  measureId: 'measures',
  schoolingId: 'schooling',
  splitId: 'splits',
};

/** Writes a command's fields at random from how they are declared, with ids that the case knows. */
export class Writer {
  constructor(
    private readonly random: Random,
    private readonly children: readonly Child[],
    private readonly today: () => string,
  ) {}

  input(command: CommandName, record: CaseRecord): Record<string, unknown> {
    return this.fields(commandClasses[command], record, command);
  }

  private fields(type: FieldClass, record: CaseRecord, command: CommandName): Record<string, unknown> {
    const { random } = this;
    const written: Record<string, unknown> = {};
    for (const [name, { required, kind }] of fieldsOf(type)) {
      if (!required && random.chance(0.6)) continue;
      const value = name === 'child' ? this.child() : this.value(name, kind, record, command);
      if (value !== undefined) written[name] = value;
    }
    return written;
  }

  private child(): object {
    const { random } = this;
    const { name, birthDate, idNumber, phone } = random.pick(this.children);
    return {
      name,
      ...(random.chance(0.7) ? { birthDate } : {}),
      ...(random.chance(0.4) ? { idNumber } : {}),
      ...(random.chance(0.6) ? { phone } : {}),
    };
  }

  private value(name: string, kind: Kind<unknown>, record: CaseRecord, command: CommandName): unknown {
    const { random } = this;
    if (kind.object) return this.fields(kind.object, record, command);
    if (kind.form === 'choice') return random.pick(kind.values ?? []);
    if (kind.form === 'choices') return [random.pick(kind.values ?? [])];
    if (name === 'reportIds') return record.reports.map(({ id }) => id).filter(() => random.chance(0.5));
    if (kind.form === 'ids') return [random.pick(agencyIds)];
    if (kind.form === 'boolean') return random.chance(0.7);
    if (kind.form === 'date') return this.today();
    if (kind.form === 'instant') return `${this.today()}T08:00:00.000+08:00`;
    if (kind.form === 'number') return random.pick([0, 1, 3, 7, 14, 30]);
    if (kind.form === 'id') return this.id(name, kind, record, command);
    const texts = [
      random.pick(villages),
      random.pick(villages).slice(0, 6),
      `书面说明${random.whole(1, 99)}`,
      '2025-001',
      '13800138000',
    ];
    return texts.find((text) => kind.rules.every(({ holds }) => holds(text, {})));
  }

  private id(name: string, kind: Kind<unknown>, record: CaseRecord, command: CommandName): string | undefined {
    const { random } = this;
    if (kind.rules.every(({ holds }) => holds('psb-441502', {}))) return random.pick(agencyIds);
    if (name === 'sourceCaseId') {
      const known = command === 'MergeFlags' ? record.duplicates : record.merged;
      return known.length > 0 ? random.pick(known) : undefined;
    }
    const items =
      name === 'referralId' ? record.psych.referrals : (record[ITEMS[name] ?? 'flags'] as readonly object[]);
    const ids = items.flatMap((item) => ('id' in item && typeof item.id === 'string' ? [item.id] : []));
    return ids.length > 0 ? random.pick(ids) : undefined;
  }
}

export const commandNames = Object.keys(caseCommands) as readonly CommandName[];
/** Commands that begin a case. */
export const openers = commandNames.filter((name) => caseCommands[name].opensCase);
