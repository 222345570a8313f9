import { DAY, HOUR } from '#calendar';
import type { Bilingual } from '#policy';

const MINUTE = 60_000;

/** A length of time: exact in milliseconds, and for people, cut down to minutes (时长). */
export interface Duration {
  readonly milliseconds: number;
  readonly text: Bilingual;
}

export function durationOf(milliseconds: number): Duration {
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  const parts = [
    [days, '天', 'd'],
    [hours, '小时', 'h'],
    [minutes, '分钟', 'min'],
  ] as const;
  const told = parts.filter(([count]) => count > 0);
  if (told.length === 0) return { milliseconds, text: { zh: '不足1分钟', en: 'under 1 min' } };
  const zh = told.map(([count, unit]) => `${count}${unit}`).join('');
  const en = told.map(([count, , unit]) => `${count} ${unit}`).join(' ');
  return { milliseconds, text: { zh, en } };
}
