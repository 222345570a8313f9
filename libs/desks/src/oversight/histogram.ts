/**
 * Lengths of time by bucket (直方图): each bucket reaches a tenth further than the one before, so that what is read off again is
 * within 5 % of what went in, and buckets of many cases can simply be added.
 */
const GROWTH = 1.1;
const SMALLEST = 60_000;

/** The bucket of a length of time in milliseconds; up to a minute is bucket 0. */
export function bucketOf(milliseconds: number): number {
  return milliseconds <= SMALLEST ? 0 : Math.ceil(Math.log(milliseconds / SMALLEST) / Math.log(GROWTH));
}

/** The length in milliseconds that stands for a bucket: off by at most (γ − 1) ∕ (γ + 1), which is under 5 %. */
export function lengthOf(bucket: number): number {
  return bucket <= 0 ? SMALLEST : (SMALLEST * 2 * GROWTH ** bucket) / (GROWTH + 1);
}

/**
 * The length below or at which a share of all lengths lies (分位数): for 0.5 the median, the lower of the two in the middle.
 * Null when there are none.
 */
export function quantile(buckets: ReadonlyMap<number, number>, share: number): number | null {
  const all = [...buckets].sort(([a], [b]) => a - b);
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of all) {
    seen += count;
    if (seen >= Math.max(1, Math.ceil(share * total))) return lengthOf(bucket);
  }
  return null;
}
