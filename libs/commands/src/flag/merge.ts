import type { MergeFlagsInput, UnmergeFlagsInput } from '#case';
import { type Fields, Needed } from '../field.ts';
import { uuid } from '../kinds.ts';

/** 合并线索. */
export class MergeFlags implements Fields<MergeFlagsInput> {
  @Needed(uuid) readonly sourceCaseId!: string;
}

/** 撤销合并. */
export class UnmergeFlags implements Fields<UnmergeFlagsInput> {
  @Needed(uuid) readonly sourceCaseId!: string;
}
