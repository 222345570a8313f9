import type { AgencyDirectory, Officer } from '#access';
import type { Instant, WorkCalendar } from '#calendar';
import {
  breachesBelow,
  type Clock,
  type CommandName,
  isRefusal,
  type NextStep,
  nextSteps,
  packOf,
  placeToldTo,
  powerOf,
  type Refusal,
  relationsOf,
  type StandingContext,
} from '#case';
import type { EventStore, Position } from '#event-store';
import {
  isOnDuty,
  type KeyMinorCommandName,
  type KeyMinorStep,
  keyMinorSteps,
  type LedgerCommandName,
  type LedgerStep,
  ledgerRelations,
  ledgerSteps,
} from '#ledger';
import type { PackSet } from '#policy';
import {
  type RecommendationCommandName,
  type RecommendationStep,
  recommendationRelations,
  recommendationSteps,
} from '#recommendation';
import type { Vault } from '#vault';
import { CaseCache, readCase } from './case.log.ts';
import { alone, type Duty } from './duty.ts';
import { type EmergencySight, emergencySight } from './emergency.ts';
import { type History, historyOf } from './history.ts';
import type { Host } from './host.ts';
import { identityOpener, type OpenIdentity } from './identity.ts';
import { mergedWith } from './merged.with.ts';
import type { Notarising } from './notary.ts';
import { type Reading, readNotes } from './reads.ts';
import type { RemindersParts } from './reminders.ts';
import {
  type Folded,
  type ItemKind,
  keyMinors,
  ledgerEntries,
  ownersOfChild,
  readRecord,
  recommendations,
  type StreamKind,
} from './stream.kind.ts';
import { type Outcome, type Request, type Submit, submitter } from './submit/submit.ts';
import { memorySystems, type Systems } from './systems/systems.ts';
import { changesOf, type InboxChange, type Listening } from './views/changes.ts';
import { justShown } from './views/just.shown.ts';
import { lagOf, type ViewLag } from './views/lag.ts';
import { withinTime } from './views/read.until.ts';
import { entryOfCase } from './views/shown.kind.ts';
import { shownViews } from './views/shown.ts';
import type { DeskReader, SharedReader, ViewStore } from './views/view.store.ts';
import { type DeskSelectors, readerOf } from './views/view.ts';
import type { WebhookParts } from './webhooks/webhook.runner.ts';
import { startWork } from './work.ts';

export interface RuntimeParts {
  readonly store: EventStore;
  readonly views: ViewStore;
  readonly vault: Vault;
  readonly packs: PackSet;
  readonly calendar: WorkCalendar;
  readonly directory: AgencyDirectory;
  readonly host: Host;
  readonly desks: readonly DeskSelectors[];
  /** Whether clocks run out by themselves; a scenario sweeps them when it has moved time. */
  readonly clocksByThemselves: boolean;
  /** Several processes on one database share the work; left out, this one does it all. */
  readonly duty?: Duty;
  /** Where the log is recorded for proofs, and who signs; left out, it is not. */
  readonly notarising?: Notarising;
  /** What agencies' own systems acknowledged; left out, it is kept for as long as the runtime lives. */
  readonly systems?: Systems;
  /** What was read in an emergency and waits for review. */
  readonly glass?: RemindersParts['glass'];
  /** Tells agencies' own systems; left out, nobody is told. */
  readonly webhooks?: WebhookParts['webhooks'];
  readonly trouble: (error: Error) => void;
}

/** How a view stands after a command: it shows it, does not yet, or shows the case no longer to this agency. */
export type ViewState = 'CAUGHT_UP' | 'PENDING' | 'NO_LONGER_YOURS';

/** How the view stands, and what it shows of the case or recommendation once it has caught up. */
export interface ViewSight {
  readonly view: ViewState;
  readonly doc: string | null;
}

/** Where the pure libs meet the log, the views and the clock. */
export interface Runtime {
  readonly packs: PackSet;
  readonly directory: AgencyDirectory;
  readonly vault: Vault;
  readonly calendar: WorkCalendar;
  readonly host: Host;
  /** What changed in what agencies see, for other systems. */
  readonly history: History;
  /** What agencies' own systems were sent and say that they have. */
  readonly systems: Systems;
  submit(request: Request): Promise<Outcome>;
  /** Why an agency may never give a command, whatever the case; undefined when the law or the pack does not say no. */
  powerless(command: Request['command'], officer: Officer): Refusal | undefined;
  /** Keeps a refusal that never reached a case, in the agency's audit stream. */
  noteRefusal(command: Request['command'], officer: Officer, refusal: Refusal): Promise<void>;
  /** Keeps in the audit stream of the officer's agency what was done beside any case (审计流). */
  audit(officer: Officer, type: string, data: object): Promise<void>;
  /** What an officer in an emergency needs of a case, whoever it concerns; the caller has asked whether they may. */
  emergency(caseId: string): Promise<EmergencySight | null>;
  /** Clocks of a case that agencies below an officer's let run out and that were reported to it (报上级). */
  breachesBelow(officer: Officer, caseId: string): Promise<readonly Clock[]>;
  /** Keeps who read which child's personal data, before it is told (读取留痕). */
  noteReads(reading: Reading): Promise<void>;
  /** The lawful next steps of an officer's agency on a case, or null when the case is not there for it. */
  nextSteps(offered: readonly CommandName[], officer: Officer, caseId: string): Promise<readonly NextStep[] | null>;
  /** The same on a recommendation. */
  recommendationSteps(
    offered: readonly RecommendationCommandName[],
    officer: Officer,
    id: string,
  ): Promise<readonly RecommendationStep[] | null>;
  /** The same on a ledger entry. */
  ledgerSteps(
    offered: readonly LedgerCommandName[],
    officer: Officer,
    id: string,
  ): Promise<readonly LedgerStep[] | null>;
  /** The same on an entry on the key-minor register. */
  keyMinorSteps(
    offered: readonly KeyMinorCommandName[],
    officer: Officer,
    id: string,
  ): Promise<readonly KeyMinorStep[] | null>;
  /** Who the child of a case is, recorded first; the desk has found that the case is there for the agency. */
  readonly openIdentity: OpenIdentity;
  /** Waits until the desk's view shows a position, at most two seconds; `of` says what the id is of. */
  shows(desk: string, officer: Officer, id: string, position: Position | null, of?: ItemKind): Promise<ViewSight>;
  /**
   * Cases and entries that an officer is kept out of (回避), with the cases that those are merged with while they are, and the
   * entries that came of any, on the ledger and on the key-minor register.
   */
  keptFrom(barred: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  /** `barred`: cases that the officer is kept out of (回避). */
  desk(name: string, barred?: ReadonlySet<string>): DeskReader;
  /** The rows that the agencies of a desk share. */
  shared(desk: string, barred?: ReadonlySet<string>): SharedReader;
  /** Changes of what readers see at a desk, as they come, for as long as they are read. */
  changes(desk: string, listening: Listening): AsyncIterableIterator<InboxChange>;
  /** Resolves when the views show all there is, by this program's desks, and no due clock waits. */
  settled(): Promise<void>;
  /** How far the views are behind the log, events counted no further than `atMost`. @throws when either cannot be read. */
  viewLag(atMost: number): Promise<ViewLag>;
  /** When the next clock runs out, if that is before a moment. */
  nextDue(before: Instant): Promise<Instant | undefined>;
  close(): Promise<void>;
}

const PATIENCE = 2_000;
/** Events of folds that are kept: some 150 MB when all of it is used. */
const CACHED = 100_000;

export async function startRuntime(parts: RuntimeParts): Promise<Runtime> {
  const { store, views, vault, packs, calendar, directory, host } = parts;
  const cache = new CaseCache(CACHED);
  const submit: Submit = submitter({ ...parts, cache });
  const shown = shownViews(store, host, await views.checkpoint());
  const just = justShown(store);
  const work = await startWork({ ...parts, folds: cache, duty: parts.duty ?? alone, shown, just, submit });

  const standing = (officer: Officer, division: string, caseId: string) => {
    const { agency } = officer;
    const at = host.now();
    const actor = { agency, officer: officer.id };
    const pack = packs.inForce(division || agency.division, at.slice(0, 10));
    return { at, actor, caseId, directory, pack, packOf: packOf(packs) };
  };

  const forATime = new Set(parts.desks.filter(({ readsForATime }) => readsForATime).map(({ name }) => name));

  const readerAt: Runtime['desk'] = (name, barred) => {
    const reader = views.desk(name, barred);
    return forATime.has(name) ? withinTime(reader, () => host.now()) : reader;
  };

  /** The lawful next steps on what is no case, or null when it is not there for the officer's agency. */
  const stepsOn =
    <R extends Folded, N extends string, S>(
      kind: StreamKind<R>,
      related: (record: R, agency: Officer['agency']) => boolean,
      steps: (offered: readonly N[], record: R, context: StandingContext) => readonly S[],
    ) =>
    async (offered: readonly N[], officer: Officer, id: string): Promise<readonly S[] | null> => {
      const record = await readRecord(kind, store, id);
      return related(record, officer.agency) ? steps(offered, record, standing(officer, record.division, id)) : null;
    };

  const caughtUpWithLog = async () => {
    for (let head = await store.head(); head !== null; ) {
      if (!(await shown.caughtUp(head, 60_000))) throw new Error('the views do not catch up');
      const next = await store.head();
      if (store.compare(next, head) !== 0) {
        head = next;
        continue;
      }
      await work.running()?.processes.caughtUp(head);
      const after = await store.head();
      if (store.compare(after, head) === 0) return;
      head = after;
    }
  };

  const known = (caseId: string) => readCase(store, caseId, cache.get(caseId));

  return {
    packs,
    directory,
    vault,
    calendar,
    host,
    history: historyOf({ ...parts, shown }),
    systems: parts.systems ?? memorySystems(host),
    submit,
    powerless: (command, officer) => {
      const power = powerOf(command, officer.agency.type, standing(officer, '', '').pack);
      return isRefusal(power) ? power : undefined;
    },
    noteRefusal: (command, officer, refusal) => submit.note({ command, officer }, refusal),
    audit: async ({ id, agency }, type, data) => {
      const event = { id: host.newId(), type, data: { officer: id, ...data }, meta: { at: host.now() } };
      await store.append(`audit-${agency.id}`, 'any', [event]);
    },
    emergency: async (caseId) => emergencySight(await known(caseId)),
    breachesBelow: async ({ agency }, caseId) => {
      const record = await known(caseId);
      cache.put(record);
      return breachesBelow(record, agency);
    },
    noteReads: readNotes(store, host),
    nextSteps: async (offered, officer, caseId) => {
      const record = await known(caseId);
      if (relationsOf(record, officer.agency).size === 0) return null;
      cache.put(record);
      return nextSteps(offered, record, standing(officer, placeToldTo(record, officer.agency), caseId));
    },
    recommendationSteps: stepsOn(
      recommendations,
      (record, agency) => recommendationRelations(record, agency).size > 0,
      recommendationSteps,
    ),
    ledgerSteps: stepsOn(ledgerEntries, (record, agency) => ledgerRelations(record, agency).size > 0, ledgerSteps),
    keyMinorSteps: stepsOn(keyMinors, isOnDuty, keyMinorSteps),
    openIdentity: identityOpener(parts),
    shows: async (desk, officer, id, position, of = 'case') => {
      const caughtUp = position === null || (await shown.caughtUp(position, PATIENCE));
      if (!caughtUp) return { view: 'PENDING', doc: null };
      const deskReader = readerAt(desk, officer.barred);
      const own = parts.desks.find(({ name }) => name === desk) ?? {};
      const { agency, barred } = officer;
      const reader = of === 'case' ? readerOf(own, agency) : agency.id;
      const written =
        position === null || barred.has(id)
          ? undefined
          : just.get({ desk, agency: reader, kind: of, key: id }, position);
      const doc = written ?? (await (of === 'case' ? deskReader.case(reader, id) : deskReader.item(of, reader, id)));
      return { view: doc === null ? 'NO_LONGER_YOURS' : 'CAUGHT_UP', doc };
    },
    keptFrom: async (barred) => {
      if (barred.size === 0) return barred;
      const whole = await mergedWith(barred, (caseId) => readCase(store, caseId, cache.get(caseId)));
      const entries = await views.tagged([...whole].map(entryOfCase));
      // an entry may be named by its own id
      return new Set([...whole, ...[...barred].flatMap(ownersOfChild), ...entries.map(({ caseId }) => caseId)]);
    },
    desk: readerAt,
    shared: (desk, barred) => views.shared(desk, barred),
    changes: (desk, listening) => changesOf(shown, host, desk, listening),
    settled: async () => {
      await work.running()?.renewal.tried();
      await caughtUpWithLog();
      while (((await work.running()?.clocks.sweep()) ?? 0) > 0) await caughtUpWithLog();
      while (((await work.running()?.reminders.sweep()) ?? 0) > 0);
    },
    viewLag: (atMost) => lagOf(parts, atMost),
    nextDue: async (before) => (await views.dueBefore(before, 1))[0]?.due,
    close: async () => {
      await work.close();
      await parts.webhooks?.store.close();
      shown.close();
      await views.close();
      await store.close();
    },
  };
}
