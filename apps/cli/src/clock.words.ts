import type { ClockEntry } from '#policy';

const UNITS: Readonly<Record<string, string>> = {
  hours: 'hours',
  days: 'days',
  months: 'months',
  workingDays: 'working days',
};

/** How long a clock runs, in words, its variants included. */
export function duration(rule: ClockEntry): string {
  const whence = rule.countsFrom === 'receipt' ? ' from receipt' : '';
  const variants = (rule.variants ?? []).map(({ when, within }) => {
    const fields = Object.entries(when).map(([field, value]) => `${field}=${value}`);
    return `, ${spanInWords(within, true)} if ${fields.join(' ')}`;
  });
  return `${spanInWords(rule.within, rule.roll ?? rule.kind !== 'term')}${variants.join('')}${whence}`;
}

function spanInWords(within: ClockEntry['within'], rolls: boolean): string {
  const fixed = rolls ? '' : ' (does not roll)';
  if ('endOf' in within) return `to the end of the ${within.endOf}`;
  if ('each' in within) return `once each calendar ${within.each}${fixed}`;
  if ('on' in within) return `to the next ${within.on}${fixed}`;
  if ('until' in within) return `until ${within.until}`;
  if ('untilWritten' in within) return `until the day written (${within.untilWritten})`;
  const [unit = '', number = 0] = Object.entries(within).find(([, value]) => typeof value === 'number') ?? [];
  const name = UNITS[unit] ?? unit;
  const plain = number === 0 ? 'the same day' : `${number} ${number === 1 ? name.slice(0, -1) : name}`;
  const whole = `${plain}${unit === 'days' || unit === 'months' ? fixed : ''}`;
  if (within.asWritten === undefined) return whole;
  const most = within.most === undefined ? '' : `, at most ${within.most}`;
  return number === 0 ? `as written (${within.asWritten})` : `as written (${within.asWritten}${most}), else ${whole}`;
}
