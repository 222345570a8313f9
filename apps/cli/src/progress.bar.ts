const WIDTH = 30;
/** Milliseconds between two lines where nobody looks on: a log of hours stays readable. */
const PAUSE = 1_000;

/**
 * A bar on standard error with count, rate and time left; redrawn on a terminal, else a line now and then.
 *
 * @param since what was done before it began, and does not make it faster.
 * @param started when it began, in milliseconds; now unless told.
 */
export function progressBar(
  unit: string,
  since = 0,
  started = Date.now(),
): (done: number, of: number, more?: string) => void {
  let said = 0;
  return (done, of, more = '') => {
    const now = Date.now();
    const whole = done >= of;
    if (!process.stderr.isTTY && !whole && now - said < PAUSE) return;
    said = now;
    const rate = (done - since) / Math.max((now - started) / 1_000, 0.001);
    const left = rate > 0 ? (of - done) / rate : 0;
    const full = of === 0 ? WIDTH : Math.min(Math.round((done / of) * WIDTH), WIDTH);
    const bar = '#'.repeat(full).padEnd(WIDTH, '.');
    const line = `[${bar}] ${done}/${of} ${unit}${more}, ${Math.round(rate)}/s, ${Math.ceil(left)} s left`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
  };
}

/** Ends the line on which the bar stood. */
export function endBar(): void {
  if (process.stderr.isTTY) process.stderr.write('\n');
}
