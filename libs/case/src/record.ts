import type { Instant } from '#calendar';
import type { Admonition } from './admonition/admonition.ts';
import type { Closing } from './closing/closing.ts';
import type { Dissuasion } from './dissuasion/dissuasion.ts';
import type { Finding } from './finding/finding.ts';
import type { Child, Flag, Guardian, LedgerEntry } from './flag/flag.ts';
import type { Severity } from './flag/triage.ts';
import type { ClockStart, ClockStop } from './kernel/effects.ts';
import type { Order } from './order/order.ts';
import type { Report } from './report/report.ts';

/** A clock of the case (时限), as its effects left it. `overdue` still runs: it ends with its item. */
export interface Clock extends ClockStart {
  readonly state: 'running' | 'overdue' | 'expired' | 'stopped';
  readonly stoppedAt?: Instant;
  readonly late?: boolean;
  readonly cause?: ClockStop['cause'];
}

/** What a command was answered the first time, so that a retry gets the same answer. */
export interface Answer {
  readonly digest: string;
  readonly revision: number;
  readonly events: readonly string[];
  /** `start <id>` and `stop <id>`: what they were, the clocks themselves remember. */
  readonly effects: readonly string[];
  readonly enteredLate: boolean;
}

/**
 * The whole record of a case (个案): the fold of its events. Deciders read it; each desk's view copies from it what that desk
 * may see. Personal fields in it are sealed.
 */
export interface CaseRecord {
  readonly id: string;
  /** The revision of the last event; -1 before the first. */
  readonly revision: number;
  readonly status: 'none' | 'open' | 'closed';
  /** When the last event was recorded. */
  readonly at: Instant | null;
  readonly openedAt: Instant | null;
  /** Where the child lives: a division code. */
  readonly division: string;
  readonly child: Child | null;
  readonly guardian: Guardian | null;
  readonly flags: readonly Flag[];
  readonly severity: Severity | null;
  /** Harm, suspected harm or danger has been seen (未保法11). */
  readonly danger: boolean;
  readonly dissuasions: readonly Dissuasion[];
  readonly reports: readonly Report[];
  readonly findings: readonly Finding[];
  readonly admonitions: readonly Admonition[];
  readonly orders: readonly Order[];
  readonly ledger: LedgerEntry | null;
  readonly closing: Closing | null;
  readonly timesReopened: number;
  readonly clocks: Readonly<Record<string, Clock>>;
  readonly answers: Readonly<Record<string, Answer>>;
}

/** A case before its first event. */
export function noCase(id: string): CaseRecord {
  return {
    id,
    revision: -1,
    status: 'none',
    at: null,
    openedAt: null,
    division: '',
    child: null,
    guardian: null,
    flags: [],
    severity: null,
    danger: false,
    dissuasions: [],
    reports: [],
    findings: [],
    admonitions: [],
    orders: [],
    ledger: null,
    closing: null,
    timesReopened: 0,
    clocks: {},
    answers: {},
  };
}

/** The clocks that still run, overdue ones included, by due time. */
export function runningClocks(record: CaseRecord): readonly Clock[] {
  return Object.values(record.clocks)
    .filter(({ state }) => state === 'running' || state === 'overdue')
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}
