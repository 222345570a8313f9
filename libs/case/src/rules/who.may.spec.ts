import { DAY, epochOf } from '#calendar';
import { always, alwaysAfter } from '../always.fixture.ts';
import { agencies } from '../directory.fixture.ts';
import {
  type CaseRecord,
  type CommandName,
  caseCommands,
  clockOf,
  decide,
  type EligibilityCode,
  isRefusal,
  powerOf,
  stepRefusal,
} from '../index.ts';
import { CASES, commandNames } from '../random.history.fixture.ts';

/** Commands that only the system gives. */
const isCommand = (name: string): name is CommandName => name in caseCommands;
const ORGANS = ['PSB', 'PS', 'PROC', 'COURT'];

describe('rule 1: eligibility gates the ledger and the service list, never protection', () => {
  it('lists the same steps for a migrant child, another child and one of whom nothing is known', () => {
    always((history) => {
      const record = history.record(CASES[0]);
      const as = (eligibility: EligibilityCode | null): CaseRecord => ({ ...record, eligibility, ledger: null });
      for (const who of Object.keys(agencies)) {
        const context = history.contextOf(record.id, who, '');
        const lists = [as('ELIGIBLE'), as('NOT_CROSS_COUNTY'), as(null)].map((one) =>
          commandNames.filter((name) => !stepRefusal(name, one, context)),
        );
        expect(lists[1]).toEqual(lists[0]);
        expect(lists[2]).toEqual(lists[0]);
      }
    }, 15);
  });

  it('decides the same, the test itself, the ledger and what is on the service list excepted', () => {
    alwaysAfter(({ submission, before, context, outcome }) => {
      if (!isCommand(submission.command) || before.status === 'none') return;
      const { service = 'OTHER' } = submission.input as { readonly service?: string };
      if (service !== 'OTHER') return;
      const other = decide(
        submission,
        { ...before, eligibility: 'NOT_CROSS_COUNTY' },
        { ...context, newId: () => 'id' },
      );
      expect(isRefusal(other) ? other : other.map(({ type }) => type)).toEqual(outcome.map(({ type }) => type));
    }, 20);
  });
});

describe('rule 2: harm is reported at once by whichever desk knows', () => {
  it('lets every agency that knows the case report, whatever was triaged or dissuaded before', () => {
    always((history) => {
      for (const id of CASES) {
        const record = history.record(id);
        const turned18 = record.child?.turns18On && history.at.slice(0, 10) >= record.child.turns18On;
        if (record.status === 'none' || record.mergedInto || turned18) continue;
        for (const who of Object.keys(agencies)) {
          const context = history.contextOf(id, who, '');
          expect(stepRefusal('ReportToPolice', record, context, true)).toBeUndefined();
        }
      }
    }, 20);
  });

  it('stops a report clock with a report or the end of the case only, never with a dissuasion or a triage', () => {
    alwaysAfter(({ outcome }) => {
      for (const { type, meta } of outcome) {
        const stopped = meta.effects.filter(({ effect, clock }) => effect === 'stop' && clock.startsWith('REPORT_'));
        if (!stopped.some(({ clock }) => clock === 'REPORT_IMMEDIATE' || clock === 'REPORT_PROMPT')) continue;
        expect(['ReportedToPolice', 'ReportRepeated', 'CaseClosed', 'MergedInto', 'FlagsMerged']).toContain(type);
      }
    });
  });

  it('starts the clock for reporting with danger and with a serious matter', () => {
    alwaysAfter(({ outcome, after }) => {
      for (const { type, data } of outcome) {
        const serious = type === 'SeverityAssessed' && data.severity === 'SERIOUS';
        if (type !== 'DangerObserved' && !serious) continue;
        if (data.knownToPolice) continue; // there is nobody to report it to
        const name = serious ? 'REPORT_PROMPT' : 'REPORT_IMMEDIATE';
        expect(after.clocks.some(({ clock, item }) => clock === name && item === after.id)).toBe(true);
      }
    });
  });
});

describe('rule 3: only police, procuratorate and court admonish and order', () => {
  it('and only upon a finding of their own, or an order whose breach was taken to them', () => {
    alwaysAfter(({ before, outcome, context: { actor } }) => {
      for (const { type, data } of outcome) {
        if (type === 'FindingMade') {
          expect(ORGANS).toContain(actor.agency.type);
          const reported = before.reports.some(({ id, to }) => id === data.reportId && to === actor.agency.id);
          expect(data.reportId === null ? data.caseReference !== undefined : reported).toBe(true);
        }
        if (type === 'AdmonitionIssued' || type === 'OrderIssued') {
          expect(ORGANS).toContain(actor.agency.type);
          const finding = before.findings.find(({ id }) => id === data.findingId);
          const taken = before.orders.some(
            ({ findingId, escalatedTo }) => findingId === data.findingId && escalatedTo === actor.agency.id,
          );
          expect(finding?.by === actor.agency.id || (type === 'OrderIssued' && taken)).toBe(true);
        }
      }
    });
  });
});

describe('rule 11: only statute or seed refuses', () => {
  it('gives the clause of a seed or a statute with every refusal for law; a lesser rule asks for a reason', () => {
    always((history) => {
      for (const { outcome } of history.steps) {
        if (!isRefusal(outcome) || outcome.standing === null) continue;
        const firm = outcome.standing === 'seed' || outcome.standing === 'statute';
        expect([outcome.refused, firm]).toEqual([outcome.refused, outcome.refused !== 'CONFIGURED_RULE_NEEDS_REASON']);
        expect(outcome.cite).not.toBeNull();
      }
    });
  });

  it('refuses nobody for a power that is no more than configured', () => {
    always((history) => {
      for (const { outcome, submission, context } of history.steps) {
        if (!isRefusal(outcome) || outcome.refused !== 'ACTOR_NOT_AUTHORISED' || !isCommand(submission.command))
          continue;
        expect(['seed', 'statute']).toContain(outcome.standing);
        if (submission.command === 'IssueOrder' || submission.command === 'CloseCase') continue;
        expect(isRefusal(powerOf(submission.command, context.actor.agency.type, context.pack))).toBe(true);
      }
    });
  });

  it('records the rule and the reason wherever the same command without a reason would have been asked for one', () => {
    alwaysAfter(({ submission, before, context, outcome }) => {
      const overrides = outcome.flatMap(({ meta }) => meta.overrides ?? []);
      const bare = decide(submission, before, { ...context, reason: undefined });
      const asked = isRefusal(bare) && bare.refused === 'CONFIGURED_RULE_NEEDS_REASON';
      expect([submission.command, overrides.length > 0]).toEqual([submission.command, asked]);
      for (const { reason } of overrides) expect(reason).toBe(context.reason);
    });
  });

  it('accepts a late entry, marks it, and counts where it occurred', () => {
    let late = 0;
    alwaysAfter(({ outcome, context, after }) => {
      const spared = outcome.some(({ meta }) =>
        meta.effects.some((one) => {
          const clock = one.effect === 'stop' && !one.late ? clockOf(after, one.id) : undefined;
          return clock?.kind === 'duty' && clock.due < meta.at;
        }),
      );
      for (const { meta, type } of outcome) {
        expect(meta.enteredLate).toBe(spared || epochOf(meta.at) - epochOf(context.occurredAt) >= DAY);
        if (!meta.enteredLate) continue;
        late += 1;
        for (const effect of meta.effects) {
          if (effect.effect === 'stop') expect([type, effect.at]).toEqual([type, context.occurredAt]);
        }
      }
    });
    expect(late).toBeGreaterThan(0);
  });
});
