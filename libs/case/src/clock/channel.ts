import type { ClockStart } from '../kernel/effects.ts';

/** How clocks of the channel were told before packs marked them: logs hold such starts, and no pack is read in a fold. */
const BEFORE_THE_MARK = /^PSYCH_/;

/** Whether a clock is of the psychological channel (心理转介渠道), hidden until there is consent: its pack says so. */
export function inChannel({ channel, clock }: Pick<ClockStart, 'channel' | 'clock'>): boolean {
  return channel === undefined ? BEFORE_THE_MARK.test(clock) : channel === 'psychological';
}
