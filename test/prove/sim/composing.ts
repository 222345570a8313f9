import type { Officer } from '#access';
import { type Instant, instantAt } from '#calendar';
import {
  type CaseRecord,
  type CommandName,
  type Context,
  decide,
  isRefusal,
  nextSteps,
  noCase,
  packOf,
  powerOf,
  relationsOf,
} from '#case';
import { BadInput, readCommand } from '#commands';
import { desks } from '#desks';
import type { Request } from '#runtime';
import { calendar, directory, officers, packs } from './place.ts';
import type { World } from './world.ts';
import { commandNames, openers, someChildren, Writer } from './writing.ts';

const TRIES = 12;
/** Rare, and worth much: what joins and parts cases. */
const MERGING: ReadonlySet<CommandName> = new Set(['MergeFlags', 'UnmergeFlags', 'SplitChild', 'ConsentToSplit']);
const PARTING: ReadonlySet<CommandName> = new Set(['SplitChild', 'ConsentToSplit']);
const DERIVED = { childId: 'child', tags: [], turns14On: undefined, turns16On: undefined, turns18On: undefined };

/** Thinks of commands as officers would give them: mostly lawful next steps, sometimes not. */
export class Composer {
  private readonly writer: Writer;
  private keys = 0;

  constructor(private readonly world: World) {
    this.writer = new Writer(world.random, someChildren(world.random), () => this.now().slice(0, 10));
  }

  next(): Request {
    const { random } = this.world;
    let last: Request | undefined;
    const lawful = random.chance(0.9);
    for (let left = TRIES; left > 0; left -= 1) {
      const opens = this.world.truth.size === 0 || random.chance(0.25);
      const tried = opens ? this.opening() : this.step(lawful);
      if (!tried) continue;
      last = tried;
      if (!lawful || this.wouldDo(tried)) break;
    }
    return last ?? this.flag();
  }

  private now(): Instant {
    return instantAt(this.world.wall());
  }

  private opening(): Request | undefined {
    const { random } = this.world;
    const command = random.pick(random.chance(0.6) ? (['RaiseFlag'] as const) : openers);
    const able = officers.filter(({ agency }) => {
      const power = powerOf(command, agency.type, packs.inForce(agency.division, this.now().slice(0, 10)));
      return !isRefusal(power) && offeredTo(agency.type).includes(command);
    });
    return able.length > 0 ? this.request(command, random.pick(able), undefined) : undefined;
  }

  /** A flag as anyone may raise it: there is always something to do. */
  private flag(): Request {
    const committee = directory.officer('rvc-441502001001');
    const request = committee && this.request('RaiseFlag', committee, undefined);
    return request ?? this.flag();
  }

  private step(lawful: boolean): Request | undefined {
    const { random, truth } = this.world;
    const joined = [...truth.values()].filter(({ merged }) => merged.length > 0);
    const record = random.pick(joined.length > 0 && random.chance(0.3) ? joined : [...truth.values()]);
    if (!lawful) return this.request(random.pick(commandNames), random.pick(officers), record);
    const concerned = officers.filter(({ agency }) => relationsOf(record, agency).size > 0);
    if (concerned.length === 0) return undefined;
    const parting = record.merged.length > 0 && random.chance(0.5) ? this.parting(record, concerned) : [];
    if (parting.length > 0) return this.request(...random.pick(parting), record);
    const officer = random.pick(concerned);
    const steps = nextSteps(offeredTo(officer.agency.type), record, this.context(record, officer));
    if (steps.length === 0) return undefined;
    const merging = steps.find(({ command }) => MERGING.has(command));
    const { command } = merging && random.chance(0.5) ? merging : random.pick(steps);
    return this.request(command, officer, record);
  }

  /** What leads a merged case to being parted again, for whoever may do it. */
  private parting(record: CaseRecord, concerned: readonly Officer[]): readonly (readonly [CommandName, Officer])[] {
    return concerned.flatMap((officer) =>
      nextSteps(offeredTo(officer.agency.type), record, this.context(record, officer))
        .filter(({ command }) => (record.reports.length > 0 ? PARTING.has(command) : command === 'ReportToPolice'))
        .map(({ command }) => [command, officer] as const),
    );
  }

  /** Checked at the edge as any request is; undefined when it would not get past. */
  private request(command: CommandName, officer: Officer, record: CaseRecord | undefined): Request | undefined {
    const { random } = this.world;
    this.keys += 1;
    const raw = {
      ...this.writer.input(command, record ?? noCase('')),
      idempotencyKey: `key-${this.world.seed}-${this.keys}`,
      ...(record ? { caseId: record.id } : {}),
      ...(random.chance(0.8) ? { reason: '因地制宜' } : {}),
      ...(random.chance(0.1) ? { occurredAt: instantAt(this.world.wall() - random.whole(1, 30) * 3_600_000) } : {}),
    };
    try {
      const { envelope, input } = readCommand(command, raw, instantAt(this.world.wall()));
      return { ...envelope, command, officer, input };
    } catch (error) {
      if (error instanceof BadInput) return undefined;
      throw error;
    }
  }

  /** Whether the case, as it stands at this moment, would take it. */
  private wouldDo({ command, officer, caseId, occurredAt, input }: Request): boolean {
    const record = (caseId === undefined ? undefined : this.world.truth.get(caseId)) ?? noCase('new');
    const context = this.context(record, officer);
    const { sourceCaseId } = input as { readonly sourceCaseId?: string };
    const submission = {
      command: command as CommandName, // it gives none on recommendations
      input: { ...input, ...('child' in input ? { derived: DERIVED } : {}) },
      commandId: '',
      digest: '',
      joins: caseId === undefined,
    };
    const outcome = decide(submission, record, {
      ...context,
      calendar,
      occurredAt: occurredAt ?? context.at,
      reason: '' as Context['reason'],
      other: sourceCaseId === undefined ? undefined : this.world.truth.get(sourceCaseId),
      newId: () => '',
    });
    return !isRefusal(outcome);
  }

  private context(record: CaseRecord, { id, agency }: Officer) {
    const at = this.now();
    const pack = packs.inForce(record.division || agency.division, at.slice(0, 10));
    const actor = { agency: { id: agency.id, type: agency.type, division: agency.division }, officer: id };
    return { at, actor, caseId: record.id, directory, pack, packOf: packOf(packs) };
  }
}

function offeredTo(type: Officer['agency']['type']): readonly CommandName[] {
  return desks.find(({ agencies }) => agencies.includes(type))?.commands ?? [];
}
