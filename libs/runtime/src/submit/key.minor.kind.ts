import type { CaseRecord } from '#case';
import {
  decideKeyMinor,
  isOnDuty,
  type KeyMinorCommandName,
  type KeyMinorRecord,
  type KeyMinorSubmission,
  keyMinorCommands,
  type RecordKeyMinorMeasureInput,
} from '#ledger';
import { keyMinors } from '../stream.kind.ts';
import { keyMinorTags } from '../views/shown.kind.ts';
import { childFiles } from './child.files.ts';
import type { DecidedKind } from './decided.kind.ts';
import type { SubmitParts } from './submit.ts';

/** How a child's entry on the key-minor register is decided on: it is the child's one file in its county. */
export function decidedKeyMinors(
  parts: SubmitParts,
  loadCase: (caseId: string) => Promise<CaseRecord>,
): DecidedKind<KeyMinorRecord> {
  const { sourceOf, ...files } = childFiles(
    keyMinors,
    { opening: 'OpenKeyMinorEntry', related: isOnDuty, tagsOf: keyMinorTags, selectors: (desk) => desk.keyMinor },
    parts,
    loadCase,
  );
  return {
    ...files,
    personal: (command) => keyMinorCommands[command as KeyMinorCommandName].personal,
    derive: async (request, keys, pack) => {
      if (request.command !== 'RecordKeyMinorMeasure') return files.derive(request, keys, pack);
      const source = await sourceOf(request.input as RecordKeyMinorMeasureInput, request.officer);
      const own = source?.measures.filter(({ by }) => by === request.officer.agency.id).at(-1);
      return { taken: source && own ? { caseId: source.id, measureId: own.id } : null, tags: source?.child?.tags };
    },
    decide: (submission, record, context) => decideKeyMinor(submission as KeyMinorSubmission, record, context),
  };
}
