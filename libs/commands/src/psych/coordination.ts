import type { AnswerCoordinationInput, CoordinateCrisisInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, text, uuid } from '../kinds.ts';

/** 协调危机干预. */
export class CoordinateCrisis implements Fields<CoordinateCrisisInput> {
  @Needed(agencyId) readonly to!: string;
  @Needed(text()) readonly task!: string;
}

/** 答复协调事项. */
export class AnswerCoordination implements Fields<AnswerCoordinationInput> {
  @Optional(uuid) readonly coordinationId: string | undefined;
  @Needed(text()) readonly answer!: string;
}
