export * from './admonition/admonition.ts';
export * from './admonition/no.admonition.ts';
export * from './admonition/no.order.ts';
export * from './beside/decider.ts';
export * from './beside/folding.ts';
export * from './case.commands.ts';
export * from './case.ts';
export * from './caution/caution.ts';
export * from './clock/below.ts';
export * from './clock/channel.ts';
export * from './clock/clock.ts';
export * from './clock/extension.ts';
export * from './clock/known.ts';
export * from './clock/ladder.ts';
export * from './clock/overseen.ts';
export * from './clock/supervision.ts';
export * from './closing/care.ts';
export * from './closing/closing.ts';
export * from './dissuasion/dissuasion.ts';
export * from './dropout/dropout.ts';
export * from './file/appraisal.ts';
export * from './file/complaint.ts';
export * from './file/file.ts';
export * from './file/no.filing.ts';
export * from './finding/finding.ts';
export * from './flag/eligibility.ts';
export * from './flag/flag.ts';
export * from './flag/going.along.ts';
export { carriedBack } from './flag/leaving.ts';
export * from './flag/merge.ts';
export * from './flag/opening.ts';
export * from './flag/split.ts';
export * from './flag/triage.ts';
export * from './flag/withdrawal.ts';
export * from './guardianship/guardianship.ts';
export * from './guardianship/held.ts';
export * from './guardianship/revocation.ts';
export * from './hukou/domicile.ts';
export * from './hukou/hukou.ts';
export * from './hukou/recognition.ts';
export * from './intake/designation.ts';
export * from './intake/disposal.ts';
export * from './intake/intake.ts';
export * from './intake/supplement.ts';
export * from './kernel/advanced.ts';
export type {
  CommandDefinition,
  Context,
  Decision,
  Departure,
  Directory,
  Guard,
  StandingContext,
} from './kernel/command.ts';
export { binds, listed, powerOf } from './kernel/command.ts';
export type { ClockEffect, ClockMove, ClockPause, ClockStart, ClockStop, EndedItem } from './kernel/effects.ts';
export {
  type Actor,
  type EventDeclarations,
  type EventMeta,
  type EventOf,
  namesOf,
  type Override,
} from './kernel/event.ts';
export { changed } from './kernel/evolve.ts';
export { eventWords, type NamedItems } from './kernel/names.ts';
export { packOf } from './kernel/pack.of.ts';
export type { Basis } from './kernel/refusal.ts';
export { isRefusal, REFUSALS, type Refusal, type RefusalCode, refuse } from './kernel/refusal.ts';
export { type Open, type PersonalCategory, personalCategories, type Sealed } from './kernel/sealed.ts';
export * from './measure/emergency.ts';
export * from './measure/measure.ts';
export * from './measure/special.school.ts';
export * from './order/breach.ts';
export * from './order/follow.up.ts';
export * from './order/order.ts';
export * from './order/provider.ts';
export * from './order/review.ts';
export { namedToGuide, namedToMeasure } from './parties.ts';
export * from './protection/application.ts';
export * from './protection/protection.ts';
export * from './psych/consent.ts';
export * from './psych/consented.ts';
export * from './psych/coordination.ts';
export * from './psych/diagnosis.ts';
export * from './psych/referral.ts';
export { readsUntil } from './reads.on.ts';
export * from './record.ts';
export * from './rehab/rehab.ts';
export * from './relation.ts';
export * from './report/confidential.ts';
export * from './report/report.ts';
export * from './retention.ts';
export * from './steps.ts';
export * from './submit.ts';
export * from './superior.ts';
export * from './vocabulary.ts';
export { changedFields, type Fields, haveCommon, WatchedRecord } from './watched.ts';
export * from './workorder/receive.ts';
export * from './workorder/ruling.ts';
export * from './workorder/send.ts';
export * from './workorder/service.ts';
export * from './workorder/workorder.ts';
