import { type ServiceError, status } from '@grpc/grpc-js';
import type { Refusal } from '#case';
import { BadInput } from '#commands';
import { shownCitation } from '#desks';
import { BadCursor, isDatabaseAway, OtherLog, type Runtime, StoreError, ViewsUnavailable } from '#runtime';
import { failure } from './status.ts';

/** A call that ends here, with its status. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  constructor(readonly status: Partial<ServiceError>) {
    super(status.details);
  }
}

/** Refusals that a caller's program tells apart by status; every other is FAILED_PRECONDITION. */
const STATUS_OF: Readonly<Record<string, status>> = {
  ACTOR_NOT_AUTHORISED: status.PERMISSION_DENIED,
  COMMAND_NOT_AT_THIS_DESK: status.PERMISSION_DENIED,
  NOT_FOUND: status.NOT_FOUND,
  NO_SUCH_ITEM: status.NOT_FOUND,
  KEY_REUSED: status.ALREADY_EXISTS,
  CASE_CHANGED: status.ABORTED,
};

export function refused({ refused: reason, message, standing, cite }: Refusal, runtime: Runtime): CallFailure {
  const { source, clause, quote } = { ...shownCitation(cite, { runtime }) } as Record<string, string | undefined>;
  const given = Object.entries({ standing: standing ?? undefined, source, clause, quote });
  const more = Object.fromEntries(given.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  return new CallFailure(failure(STATUS_OF[reason] ?? status.FAILED_PRECONDITION, { reason, ...message, more }));
}

export function otherAgency(): CallFailure {
  const zh = '证书不属于所请求的机构。';
  const en = 'The certificate is not that agency’s.';
  return new CallFailure(failure(status.PERMISSION_DENIED, { reason: 'OTHER_AGENCY', zh, en }));
}

export function stranger(): CallFailure {
  const zh = '证书未登记为任何机构所用。';
  const en = 'The certificate is registered for no agency.';
  return new CallFailure(failure(status.UNAUTHENTICATED, { reason: 'UNKNOWN_CERTIFICATE', zh, en }));
}

/** A certificate that was taken back, or has run out on a connection that is still open. */
export function takenBack(): CallFailure {
  const zh = '证书已吊销或已过期，请换用新证书。';
  const en = 'The certificate was revoked or has expired: use a new one.';
  return new CallFailure(failure(status.UNAUTHENTICATED, { reason: 'CERTIFICATE_NOT_IN_FORCE', zh, en }));
}

export function tooManyStreams(): CallFailure {
  const zh = '本机构打开的流过多。';
  const en = 'The agency has too many streams open.';
  return new CallFailure(failure(status.RESOURCE_EXHAUSTED, { reason: 'TOO_MANY_STREAMS', zh, en }));
}

export function tooManyCalls(seconds: number): CallFailure {
  const zh = `调用过于频繁，请 ${seconds} 秒后再试。`;
  const en = `Too many calls: come again in ${seconds} s.`;
  const more = { retryAfter: String(seconds) };
  return new CallFailure(failure(status.RESOURCE_EXHAUSTED, { reason: 'TOO_MANY_CALLS', zh, en, more }));
}

export function tooLate(): CallFailure {
  const zh = '已过期限，未办理。';
  const en = 'The deadline had passed; nothing was done.';
  return new CallFailure(failure(status.DEADLINE_EXCEEDED, { reason: 'DEADLINE_EXCEEDED', zh, en }));
}

export function ending(): CallFailure {
  const zh = '服务正在停止，请自上一游标续传。';
  const en = 'The service is stopping; resume from the last cursor.';
  return new CallFailure(failure(status.UNAVAILABLE, { reason: 'STOPPING', zh, en }));
}

export function noSuchCase(): CallFailure {
  const zh = '没有该个案。';
  const en = 'There is no such case.';
  return new CallFailure(failure(status.NOT_FOUND, { reason: 'NOT_FOUND', zh, en }));
}

/** Whatever is wrong with a cursor, the way on is the same. */
function badCursor(reason: string, why: { readonly zh: string; readonly en: string }): Partial<ServiceError> {
  const zh = `${why.zh}；请以空游标重新开始，同一状态的 event_id 不变，重复无妨。`;
  const en = `${why.en}; begin with an empty one: the same state keeps its event_id, so that what comes again is known.`;
  const problems = [{ field: 'after', rule: 'cursor', message: { zh, en } }];
  return failure(status.INVALID_ARGUMENT, { reason, zh, en, problems });
}

/** Any error as the status a call ends with. What is a fault of ours is told by an id alone. */
export function statusOf(error: unknown, report: (error: unknown) => string): Partial<ServiceError> {
  if (error instanceof CallFailure) return error.status;
  if (error instanceof BadInput) {
    const zh = '输入有误，请按所列问题更正。';
    const en = 'The input is wrong; see the problems listed.';
    return failure(status.INVALID_ARGUMENT, { reason: 'BAD_USER_INPUT', zh, en, problems: error.problems });
  }
  if (error instanceof BadCursor) {
    return badCursor('BAD_USER_INPUT', { zh: '不是本机构的游标', en: 'Not a cursor of this agency' });
  }
  if (error instanceof OtherLog) {
    const en = 'The cursor is of another log: this one was restored to an earlier moment, or moved';
    return badCursor('CURSOR_OF_ANOTHER_LOG', { zh: '游标属于另一日志（日志已恢复到较早时刻或已迁移）', en });
  }
  const later = error instanceof ViewsUnavailable || (error instanceof StoreError && error.code !== 'invalid');
  if (later || isDatabaseAway(error)) {
    const zh = '暂时无法办理，请以同一幂等键稍后重试。';
    const en = 'Try again later with the same idempotency key.';
    return failure(status.UNAVAILABLE, { reason: 'UNAVAILABLE', zh, en });
  }
  const zh = '系统内部错误，请凭编号联系运维。';
  const en = 'An internal error; tell the operator this id.';
  return failure(status.INTERNAL, { reason: 'INTERNAL', zh, en, more: { requestId: report(error) } });
}
