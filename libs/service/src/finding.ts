/** One thing that was looked at (检查项). */
export interface Finding {
  readonly title: string;
  readonly ok: boolean;
  /** What was found. */
  readonly found: string;
  /** What to do; there when something is wrong. */
  readonly remedy?: string;
}

export const fine = (title: string, found: string): Finding => ({ title, ok: true, found });
export const wrong = (title: string, found: string, remedy: string): Finding => ({ title, ok: false, found, remedy });
