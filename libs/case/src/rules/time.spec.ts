import type { Pack } from '#policy';
import { accepted, always, alwaysAfter, type Done, runningIn } from '../always.fixture.ts';
import { ENDS, EXTENDS } from '../ends.fixture.ts';
import { packs } from '../given.fixture.ts';
import { type CaseRecord, type Clock, clockOf, decide, fold, isRefusal, noCase, type RecordedEvent } from '../index.ts';

const names = (triggers: readonly { readonly event: string }[]) => triggers.map(({ event }) => event);
/** They end with the clock that they are about. */
const ABOUT = ['EXTENSION_DECIDE', 'SUPERVISION_ANSWER'];
/** What is fixed when a clock starts. */
const fixed = ({ from, due, yellowAt, rule, pack, calendar, kind, item, standing }: Clock) => [
  from,
  due,
  yellowAt,
  rule,
  pack,
  calendar,
  kind,
  item,
  standing,
];

/** Each event with the record before it and the pack that it was decided under. */
function eachEvent(
  { before, outcome, context }: Done,
  check: (before: CaseRecord, event: RecordedEvent, pack: Pack) => void,
) {
  let record = before;
  for (const event of outcome) {
    check(record, event, context.pack);
    record = fold(record, [event]);
  }
}

describe('rule 4: police ask rather than refuse; the review clock runs until a handover is recorded', () => {
  it('keeps report and review clock with the unit that asks for a supplement or finds jurisdiction elsewhere', () => {
    alwaysAfter(({ before, after, outcome }) => {
      for (const { type, data, meta } of outcome) {
        if (type !== 'InfoRequested' && type !== 'InfoSupplied' && type !== 'JurisdictionFoundElsewhere') continue;
        const report = (record: CaseRecord) => record.reports.find(({ id }) => id === data.reportId)?.to;
        expect(report(after)).toBe(report(before));
        const stopped = meta.effects.filter(
          ({ effect, clock }) => effect === 'stop' && clock.startsWith('POLICE_REVIEW'),
        );
        expect(stopped).toEqual([]);
      }
    });
  });

  it('restarts the review clock at the unit that a report is handed to', () => {
    alwaysAfter(({ outcome }) => {
      for (const { type, data, meta } of outcome) {
        if (type !== 'ReportHandedOver') continue;
        const review = meta.effects.filter(({ clock }) => clock.startsWith('POLICE_REVIEW'));
        expect(review.map(({ effect }) => effect)).toEqual(['stop', 'start']);
        expect(review[1]).toMatchObject({ holder: data.to, from: meta.occurredAt });
      }
    });
  });

  it('leaves no report undecided without a review clock', () => {
    alwaysAfter(({ after }) => {
      const running = new Set(
        runningIn(after)
          .filter(({ clock }) => clock.startsWith('POLICE_REVIEW'))
          .map(({ item }) => item),
      );
      const open = after.reports.filter(({ status }) => status === 'pending' || status === 'info-requested');
      expect([...running].toSorted()).toEqual(open.map(({ id }) => id).toSorted());
    });
  });
});

describe('rule 5: time is charged to whoever holds the work', () => {
  it('counts from the event that its clause names', () => {
    alwaysAfter((step) => {
      eachEvent(step, (before, { type, meta, data }, pack) => {
        for (const effect of meta.effects) {
          if (effect.effect !== 'start' || 'clocks' in data) continue;
          const rule = pack.clocks[effect.clock];
          expect(names(rule?.starts ?? [])).toContain(type);
          const receipt = rule?.countsFrom === 'receipt';
          const received = before.reports.find(({ id }) => id === effect.item)?.receivedAt;
          // what follows on time alone counts from when it came, not from when the machine noticed, unless that was a day late
          const { due } = data as { readonly due?: string };
          const byTime = meta.actor.agency.id === 'wccw' && due !== undefined;
          const noticed = byTime && Date.parse(meta.at) - Date.parse(due) >= 86_400_000 ? meta.at : due;
          const came = byTime ? noticed : meta.occurredAt;
          expect(effect.from).toBe(receipt ? received : came);
        }
      });
    });
  });

  it('charges the unit that holds the report, the issuer, the provider, the receiver, the sender, the arbiter', () => {
    alwaysAfter(({ outcome, after, context }) => {
      for (const { meta, data } of outcome) {
        for (const effect of meta.effects) {
          if (effect.effect !== 'start' || 'clocks' in data) continue;
          const report = after.reports.find(({ id }) => id === effect.item);
          const order = after.orders.find(({ id }) => id === effect.item);
          const referral = after.psych.referrals.find(({ id }) => id === effect.item);
          const workOrder = after.workOrders.find(({ id }) => id === effect.item);
          const request = after.hukou.find(({ id }) => id === effect.item);
          const protection = after.protections.find(({ id }) => id === effect.item);
          const file = after.files.find(({ id }) => id === effect.item);
          const expected = {
            police: report?.to ?? file?.by,
            reporter: report?.by,
            issuer: order?.issuer,
            provider: order?.provider ?? order?.issuer,
            receiver: referral?.to ?? workOrder?.to,
            sender: referral?.by ?? workOrder?.by ?? request?.by,
            arbiter: workOrder?.arbiter,
            court: protection?.court,
            'hukou-township': request?.township,
            'hukou-civil-affairs': request?.county,
            actor: context.actor.agency.id,
          };
          const role = context.pack.clocks[effect.clock]?.holder;
          if (role && role in expected) {
            expect([effect.clock, effect.holder]).toEqual([effect.clock, expected[role as keyof typeof expected]]);
          }
        }
      }
    });
  });
});

describe('rule 6: comments, edits and reads move no clock', () => {
  it('touches no clock with an event that neither starts nor stops one nor ends an item', () => {
    alwaysAfter((step) => {
      eachEvent(step, (_, { type, meta }, pack) => {
        const named = Object.values(pack.clocks).some(({ starts, stops, pauses = [], resumes = [] }) =>
          names([...starts, ...stops, ...pauses, ...resumes]).includes(type),
        );
        if (EXTENDS.includes(type)) return;
        if (!named && !ENDS.includes(type)) expect([type, meta.effects]).toEqual([type, []]);
      });
    });
  });

  it('stops a clock only with an event its rule names, or with its item', () => {
    alwaysAfter((step) => {
      eachEvent(step, (_, { type, meta }, pack) => {
        for (const effect of meta.effects) {
          if (effect.effect !== 'stop' || ABOUT.includes(effect.clock)) continue;
          const named = names(pack.clocks[effect.clock]?.stops ?? []).includes(type);
          expect([type, effect.clock, effect.cause === 'done' ? named : ENDS.includes(type)]).toEqual([
            type,
            effect.clock,
            true,
          ]);
        }
      });
    });
  });
});

describe('rule 7: a due time is fixed when its clock starts', () => {
  it('and only a recorded resuming or extension moves it after', () => {
    alwaysAfter(({ before, after, outcome }) => {
      const moved = new Set(
        outcome.flatMap(({ meta }) =>
          meta.effects.flatMap(({ effect, id }) => (effect === 'resume' || effect === 'move' ? [id] : [])),
        ),
      );
      for (const clock of before.clocks) {
        const later = clockOf(after, clock.id);
        if (!moved.has(clock.id)) expect(later && fixed(later)).toEqual(fixed(clock));
        else expect([clock.clock, later && later.due >= clock.due]).toEqual([clock.clock, true]);
      }
    });
  });

  it('a pause and an extension are recorded for clocks whose rule provides for them, and for no other', () => {
    const seen = new Set<string>();
    alwaysAfter(({ before, outcome, context }) => {
      for (const { type, meta } of outcome) {
        for (const { effect, id } of meta.effects) {
          const clock = clockOf(before, id);
          if (!clock || effect === 'start' || effect === 'stop') continue;
          seen.add(effect);
          const rule = context.packOf(clock).clocks[clock.clock];
          if (effect === 'move') {
            // a protection order is extended by the court that made it, and not on request
            if (type !== 'ProtectionOrderExtended')
              expect([clock.clock, rule?.extensions?.[clock.extended ?? 0]]).not.toContain(undefined);
            expect(clock.state === 'paused' || (clock.state === 'running' && meta.occurredAt <= clock.due)).toBe(true);
          } else expect(names((effect === 'pause' ? rule?.pauses : rule?.resumes) ?? [])).toContain(type);
        }
      }
    });
    expect([...seen].toSorted()).toEqual(['move', 'pause', 'resume']);
  });

  it('whatever pack is in force when the next command comes', () => {
    const later = packs.inForce('110105', '2026-06-01');
    alwaysAfter(({ submission, before, context }) => {
      const outcome = decide(submission, before, { ...context, pack: later });
      if (isRefusal(outcome)) return;
      const after = fold(before, outcome);
      const moved = outcome.some(({ meta }) =>
        meta.effects.some(({ effect }) => effect === 'resume' || effect === 'move'),
      );
      for (const clock of moved ? [] : before.clocks) {
        const kept = clockOf(after, clock.id);
        expect(kept && fixed(kept)).toEqual(fixed(clock));
      }
    }, 20);
  });

  it('names the rule, the pack and the calendar it was reckoned with', () => {
    alwaysAfter(({ outcome, context }) => {
      for (const { meta, data } of outcome) {
        expect(meta.pack).toBe(context.pack.version);
        for (const effect of meta.effects) {
          if (effect.effect !== 'start' || 'clocks' in data) continue;
          expect(effect.rule).toBe(`${context.pack.clocks[effect.clock]?.from}/${effect.clock}`);
          expect([effect.pack, effect.calendar]).toEqual([context.pack.version, context.calendar.version]);
          expect(effect.yellowAt <= effect.due && effect.due >= effect.from).toBe(true);
        }
      }
    });
  });

  it('a merge brings clocks over with the dues they had', () => {
    always((history) => {
      for (const { outcome, context } of accepted(history)) {
        for (const { type, data, meta } of outcome) {
          if (type !== 'FlagsMerged') continue;
          for (const effect of meta.effects) {
            if (effect.effect !== 'start') continue;
            const had = runningIn(context.other ?? noCase('')).filter(({ clock }) => clock === effect.clock);
            expect(had.map(({ due }) => due)).toContain(effect.due);
            expect(data.clocks.length).toBeGreaterThan(0);
          }
        }
      }
    });
  });
});
