import { type CaseRecord, evolve, noCase } from '#case';
import { desks } from '#desks';
import {
  type Appended,
  type EventStore,
  type ExpectedRevision,
  memoryStore,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '#event-store';
import { type DataKeyStore, memoryDataKeys } from '#vault';
import { comparePositions } from '../../../libs/event-store/src/position.ts';
import { caseOfStream, recordedEvent } from '../../../libs/runtime/src/case.log.ts';
import { type MemoryViews, memoryViews } from '../../../libs/runtime/src/views/memory/memory.views.ts';
import type { ViewCommit } from '../../../libs/runtime/src/views/view.store.ts';
import { type Random, random } from '../random.ts';
import { calm, type FaultCounts, type FaultKind, type FaultRates, noFaults } from './faults.ts';
import type { Life } from './life.ts';
import { Scheduler } from './scheduler.ts';

const START = Date.parse('2025-03-03T09:00:00+08:00');
const DAY = 86_400_000;

/** All that outlives a process: the log, the views, the keys, and time. */
export class World {
  readonly random: Random;
  readonly scheduler = new Scheduler();
  readonly views: MemoryViews = memoryViews(desks);
  readonly keys: DataKeyStore = memoryDataKeys();
  readonly counts: FaultCounts = noFaults();
  /** Every case as its stream has it at this moment. */
  readonly truth = new Map<string, CaseRecord>();
  log: EventStore = memoryStore();
  rates: FaultRates = calm;
  /** What went wrong that no fault explains. */
  readonly surprises: string[] = [];
  /** Whether clocks of processes may be wrong. */
  skewed = true;
  /** Told what happens, when somebody wants to look closely. */
  trace: (line: string) => void = () => undefined;
  /** How far the processes have ever come: who was on duty before may put the mark back, and all is done again to no effect. */
  processed: Position | null = null;
  private jumped = 0;
  private readonly grown = new Set<() => void>();
  private readonly shown = new Set<(commit: ViewCommit) => void>();
  private readonly crashed = new Set<(life: Life) => void>();

  constructor(readonly seed: number) {
    this.random = random(seed);
  }

  /** True time, in milliseconds since 1970. */
  wall(): number {
    return START + this.jumped + this.scheduler.now;
  }

  /** Days go by in which nobody does anything. */
  jump(days: number): void {
    this.jumped += Math.round(days * DAY);
  }

  count(kind: FaultKind): void {
    this.counts[kind] += 1;
  }

  /** No more faults, and every process's clock is right. */
  calmDown(): void {
    this.rates = calm;
    this.skewed = false;
  }

  /** How long a message takes. */
  latency(): number {
    if (!this.random.chance(this.rates.delay)) return this.random.next() * 5;
    this.count('delay');
    return 50 + this.random.next() * 2_000;
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    claim?: string,
  ): Promise<Appended> {
    const appended = await this.log.append(stream, expected, events, claim);
    if (!appended.repeated) this.follow(stream, events);
    for (const tell of this.grown) tell();
    return appended;
  }

  async mark(name: string, position: Position): Promise<void> {
    await this.views.markProcessed(name, position);
    if (comparePositions(position, this.processed) > 0) this.processed = position;
  }

  async commit(commit: ViewCommit): Promise<void> {
    await this.views.commit(commit);
    for (const tell of this.shown) tell(commit);
  }

  onGrowth(tell: () => void): void {
    this.grown.add(tell);
  }

  onShown(tell: (commit: ViewCommit) => void): void {
    this.shown.add(tell);
  }

  whenCrashed(tell: (life: Life) => void): void {
    this.crashed.add(tell);
  }

  onCrash(life: Life): void {
    for (const tell of [...this.crashed]) tell(life);
  }

  /** The whole log, audit streams included. */
  async events(): Promise<readonly StoredEvent[]> {
    return this.log.readAll({ after: null, limit: 1_000_000 });
  }

  /** As a disk that had promised and did not keep: the newest events are gone. */
  async loseTail(count: number): Promise<void> {
    const kept = (await this.events()).slice(0, -count);
    this.log = memoryStore();
    this.truth.clear();
    for (const { stream, id, type, data, meta } of kept) await this.append(stream, 'any', [{ id, type, data, meta }]);
  }

  private follow(stream: string, events: readonly NewEvent[]): void {
    const caseId = caseOfStream(stream);
    if (caseId === undefined) return;
    const record = this.truth.get(caseId) ?? noCase(caseId);
    this.truth.set(caseId, events.map(recordedEvent).reduce(evolve, record));
  }
}
