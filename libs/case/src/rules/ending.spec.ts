import { accepted, always, alwaysAfter, runningIn } from '../always.fixture.ts';
import { directory } from '../directory.fixture.ts';
import { Draw } from '../draw.fixture.ts';
import { sealed } from '../given.fixture.ts';
import {
  type CaseRecord,
  type CommandName,
  isRefusal,
  ofHiddenWork,
  openToThePlace,
  relationsOf,
  standsAside,
  stepRefusal,
} from '../index.ts';
import { plausible } from '../plausible.input.fixture.ts';
import { CASES, type History } from '../random.history.fixture.ts';

/** Scopes that are the care file's own; the rest belongs to an organ, a service or the ledger. */
const CARE = ['case', 'flag', 'withdrawal', 'schooling', 'work-order'];

describe('rule 8: a breach punishes nobody by itself', () => {
  it('brings no admonition, penalty, order or measure with it, and touches no clock but its own', () => {
    alwaysAfter(({ outcome, before, after }) => {
      const breach = outcome.find(({ type }) => type === 'OrderBreached');
      if (!breach) return;
      expect(outcome.map(({ type }) => type)).toEqual(['OrderBreached']);
      expect(breach.meta.effects.every(({ clock }) => clock === 'BREACH_ESCALATE')).toBe(true);
      const papers = ({ admonitions, files, measures, cautions, findings }: CaseRecord) => [
        admonitions,
        files,
        measures,
        cautions,
        findings,
      ];
      expect(papers(after)).toEqual(papers(before));
    });
  });

  it('leaves every sanction to a decision of an organ', () => {
    alwaysAfter(({ outcome, submission, context }) => {
      for (const { type } of outcome) {
        if (type === 'PenaltyDecided')
          expect([submission.command, /^PS/.test(context.actor.agency.type)]).toEqual(['DecidePenalty', true]);
        if (type === 'MeasureApplied') expect(submission.command).toBe('ApplyMeasure');
      }
    });
  });
});

describe('rule 9: no consent, no sharing, danger excepted; diagnosis is not refused', () => {
  it('sends and accepts a referral only while consent holds, in danger, or after a child that was escorted in danger', () => {
    alwaysAfter(({ before, outcome, context }) => {
      const { consent, emergency, escortedTo, referrals } = before.psych;
      const turns14On = before.child?.turns14On;
      const asksChild = turns14On !== undefined && context.at.slice(0, 10) >= turns14On;
      const holds = consent?.guardian && !consent.withdrawn && (!asksChild || consent.child);
      const freed = (to: string | undefined) => emergency || (to !== undefined && escortedTo.includes(to));
      for (const { type, data } of outcome) {
        if (type === 'PsychReferralSent') expect([type, holds || freed(data.to)]).toEqual([type, true]);
        if (type !== 'ReferralAccepted') continue;
        const taken = referrals.find(({ id }) => id === data.referralId);
        expect([type, holds || taken?.inDanger]).toEqual([type, true]);
      }
    });
  });

  it('refuses to decline a diagnosis once someone entitled brought the child, with the clause', () => {
    always((history) => {
      for (const { outcome, before, submission, context } of history.steps) {
        if (submission.command !== 'DeclineDiagnosis' || !before.psych.broughtTo.includes(context.actor.agency.id))
          continue;
        if (before.mergedInto) continue;
        expect(outcome).toMatchObject({ refused: 'DIAGNOSIS_MAY_NOT_BE_REFUSED', standing: 'statute' });
      }
    });
  });
});

describe('rule 10: each organ closes its own; ending an item stops its clocks', () => {
  it('leaves no clock running on an order, report, file, referral or work order that has ended', () => {
    alwaysAfter(({ after }) => {
      const over = new Set([
        ...after.orders.filter(({ status }) => status !== 'issued' && status !== 'served').map(({ id }) => id),
        ...after.files.filter(({ status }) => /penal|closed/.test(status)).map(({ id }) => id),
        ...after.psych.referrals.filter(({ status }) => status === 'completed').map(({ id }) => id),
        ...after.flags.filter(({ status }) => status === 'withdrawn').map(({ id }) => id),
        ...after.workOrders.filter(({ status }) => /done|withdrawn|ended/.test(status)).map(({ id }) => id),
        ...after.protections.filter(({ status }) => status === 'revoked').map(({ id }) => id),
        ...after.guardianships.filter(({ status }) => status !== 'temporary').map(({ id }) => id),
        ...after.revocations.filter(({ status }) => status !== 'found').map(({ id }) => id),
        ...after.hukou.filter(({ status }) => status === 'told' || status === 'withdrawn').map(({ id }) => id),
      ]);
      expect(
        runningIn(after)
          .filter(({ item }) => over.has(item))
          .map(({ clock }) => clock),
      ).toEqual([]);
    });
  });

  it('leaves no care-file clock running in a closed case but those that closing starts', () => {
    alwaysAfter(({ outcome, after, context: { pack } }) => {
      if (!outcome.some(({ type }) => type === 'CaseClosed' || type === 'MergedInto')) return;
      const began = new Set(
        outcome.flatMap(({ meta }) => meta.effects.flatMap((e) => (e.effect === 'start' ? [e.id] : []))),
      );
      const hidden = new Set(after.flags.filter(({ open }) => !open).map(({ id }) => id));
      const left = runningIn(after)
        .filter(({ scope, id }) => CARE.includes(scope) && !began.has(id))
        .filter((clock) => !hidden.has(clock.item) && !(clock.scope === 'case' && ofHiddenWork(clock, after)));
      expect(left.map(({ clock }) => clock)).toEqual([]);
      for (const clock of after.clocks.filter(({ id }) => began.has(id))) {
        expect(pack.clocks[clock.clock]?.starts.map(({ event }) => event)).toContain('CaseClosed');
      }
    });
  });

  it('leaves a case that was merged with no clock', () => {
    alwaysAfter(({ after }) => {
      if (after.mergedInto) expect(runningIn(after).map(({ clock }) => clock)).toEqual([]);
    });
  });

  it('closes or does not close just the same, whatever hidden work there is', () => {
    always((history) => {
      const record = history.record(CASES[0]);
      const { files, measures, psych, cautions, rehab, specialSchool, protections } = history.record('none');
      const without = { ...record, files, measures, psych, cautions, rehab, specialSchool, protections };
      for (const who of ['ca', 'town', 'far-ca']) {
        const context = history.contextOf(record.id, who, '');
        if (stepRefusal('RecordChildHeard', without, context)?.refused === 'NOT_FOUND') continue;
        // whoever stands aside but for what is left out here has that work itself: it is not hidden from it
        if (standsAside(without, context.actor.agency) !== standsAside(record, context.actor.agency)) continue;
        // what is the channel's alone is not hidden from who is in it
        if (!openToThePlace(record) && relationsOf(record, context.actor.agency).has('psych-channel')) continue;
        const codes = [record, without].map((one) => stepRefusal('CloseCase', one, context));
        expect(codes[0]).toEqual(codes[1]);
      }
    });
  });

  it('reopens the same case on new facts, and never opens a second one', () => {
    always((history) => {
      for (const { outcome, before, after } of accepted(history)) {
        if (!outcome.some(({ type }) => type === 'CaseReopened')) continue;
        expect([before.status, after.status, after.id]).toEqual(['closed', 'open', before.id]);
        expect(after.timesReopened).toBe(before.timesReopened + 1);
      }
    });
  });

  it('can still close every case it has reached, by lawful steps of the agencies it is with', () => {
    always((history) => {
      const copy = history.copy();
      for (const id of CASES) {
        if (copy.record(id).status === 'open' && closeBy(copy, id)) expect(copy.record(id).status).toBe('closed');
      }
    });
  });
});

/** Takes the lawful steps that are still wanted, until the care file is closed; false when there is no care file. */
function closeBy(history: History, id: string): boolean {
  for (let left = 40; left > 0 && history.record(id).status === 'open'; left -= 1) {
    const next = wanted(history, id);
    if (!next) return false;
    const [who, name, more] = next;
    const given = { record: history.record(id), agency: who, draw: new Draw(left), otherCase: '' };
    const { outcome } = history.give(
      id,
      who,
      name,
      { ...plausible[name](given), ...more },
      { joins: true, reason: sealed('reason') },
    );
    expect([who, name, isRefusal(outcome) ? outcome : 'done']).toEqual([who, name, 'done']);
  }
  return true;
}

/** Who has to do what before the case can be closed, and then the closing. */
function wanted(history: History, id: string): [string, CommandName, object] | undefined {
  const record = history.record(id);
  const report = record.reports.find(({ status }) => status === 'pending' || status === 'info-requested');
  if (report) return [report.to, report.suspectedCrime ? 'DecideNotToFile' : 'NotAccept', { reportId: report.id }];
  const held = record.guardianships.find(({ status }) => status === 'temporary');
  if (held) return [held.by, 'ReturnToGuardian', { guardianshipId: held.id, assessed: true }];
  const order = record.orders.find(({ status }) => status === 'issued' || status === 'served');
  if (order) return [order.issuer, 'ReplaceOrder', { orderId: order.id }];
  const service = record.workOrders.find(({ status }) => !/done|withdrawn|ended/.test(status));
  if (service) return [service.by, 'WithdrawWorkOrder', { workOrderId: service.id }];
  const closer = directory.nearest('CA', record.division);
  const committee = directory.nearest('RVC', record.division);
  if (!closer || !committee) throw new Error(`nobody answers for ${record.division}`);
  const knows = relationsOf(record, closer);
  if (knows.has('place') || knows.has('psych-channel')) return [closer.id, 'CloseCase', {}];
  // The place has seen nothing of it: there is a care file once someone raises a flag, which nobody can for an adult.
  const flag = stepRefusal('RaiseFlag', record, history.contextOf(id, committee.id, ''), true);
  return flag ? undefined : [committee.id, 'RaiseFlag', { kind: 'OTHER', signs: [] }];
}
