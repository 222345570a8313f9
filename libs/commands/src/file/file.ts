import type {
  CloseFileInput,
  DecideNoPenaltyInput,
  DecidePenaltyInput,
  FileCriminalCaseInput,
  OpenPublicSecurityCaseInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { line, text, uuid } from '../kinds.ts';

/** 受理治安案件. */
export class OpenPublicSecurityCase implements Fields<OpenPublicSecurityCaseInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Optional(line(100)) readonly fileNumber: string | undefined;
}

/** 作出治安管理处罚. */
export class DecidePenalty implements Fields<DecidePenaltyInput> {
  @Optional(uuid) readonly fileId: string | undefined;
  @Needed(text()) readonly penalty!: string;
}

/** 不予处罚. */
export class DecideNoPenalty implements Fields<DecideNoPenaltyInput> {
  @Optional(uuid) readonly fileId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 刑事立案. */
export class FileCriminalCase implements Fields<FileCriminalCaseInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Optional(line(100)) readonly fileNumber: string | undefined;
}

/** 终结本机关案卷. */
export class CloseFile implements Fields<CloseFileInput> {
  @Optional(uuid) readonly fileId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
