const WIDTH = 30;

/** A line on standard error that says how far a long work is, at what rate, and how long it will take. */
export function progressLine(unit: string): (done: number, of: number, more?: string) => void {
  const started = Date.now();
  return (done, of, more = '') => {
    const seconds = Math.max((Date.now() - started) / 1_000, 0.001);
    const rate = done / seconds;
    const left = rate > 0 ? (of - done) / rate : 0;
    const full = of === 0 ? WIDTH : Math.round((done / of) * WIDTH);
    const bar = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`;
    const line = `${bar} ${done}/${of} ${unit}${more}, ${Math.round(rate)}/s, ${Math.ceil(left)} s left`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
  };
}
