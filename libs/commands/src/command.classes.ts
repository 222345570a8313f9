import type { CommandName, InputOf } from '#case';
import { IssueAdmonition } from './admonition.ts';
import { CloseCase } from './closing.ts';
import { RecordDissuasion } from './dissuasion.ts';
import type { FieldClass, Fields } from './field.ts';
import { RecordFinding } from './finding.ts';
import { RaiseFlag } from './flag.ts';
import { AcceptCase, NotifyReporter } from './intake.ts';
import { FulfilOrder, IssueOrder, RecordFollowUp, RecordGuidanceSession, ServeOrder } from './order.ts';
import { ReportToPolice } from './report.ts';
import { AssessSeverity, TriageFlag } from './triage.ts';

/** The class of each command's own fields; a command without one does not compile. */
export const commandClasses: { readonly [N in CommandName]: FieldClass<Fields<Omit<InputOf<N>, 'derived'>>> } = {
  RaiseFlag,
  TriageFlag,
  AssessSeverity,
  RecordDissuasion,
  ReportToPolice,
  AcceptCase,
  NotifyReporter,
  RecordFinding,
  IssueAdmonition,
  IssueOrder,
  ServeOrder,
  RecordGuidanceSession,
  RecordFollowUp,
  FulfilOrder,
  CloseCase,
};
