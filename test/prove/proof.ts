/** How a proof is asked to run. */
export interface ProofOptions {
  /** The figures of the table in `trust.md`, rather than a short lane. */
  readonly full: boolean;
  /** The first seed. */
  readonly seed?: number;
  /** How many seeds. */
  readonly seeds?: number;
  /** Tell everything that happens; for a single seed. */
  readonly trace?: boolean;
  /** Progress, for a person who waits. */
  readonly tell: (line: string) => void;
}

/** What came of it. */
export interface Proved {
  readonly holds: boolean;
  /** One line each. */
  readonly figures: readonly string[];
}

export type Proof = (options: ProofOptions) => Promise<Proved>;
