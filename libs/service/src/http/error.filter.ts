import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isDatabaseAway } from '#runtime';
import { requestId } from './request.id.ts';

/** What is said of a mistake in HTTP itself, by its status. */
export const sentences: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BAD_REQUEST', '请求无法读懂。The request cannot be read.'],
  404: ['NOT_FOUND', '没有该地址。There is nothing at this address.'],
  405: ['METHOD_NOT_ALLOWED', '此地址不接受该方法。This address does not take that method.'],
  408: ['TOO_SLOW', '请求发送过慢。The request came too slowly.'],
  413: ['BODY_TOO_LARGE', '请求过大。The request is too large.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', '请以 application/json 提交。Send application/json.'],
};

/** Every error outside GraphQL has one form: a code and a sentence, and nothing of what is inside. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly report: (error: unknown) => string) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
    const own = error instanceof HttpException ? error.getResponse() : undefined;
    if (typeof own === 'object' && ('code' in own || 'status' in own)) {
      reply.status(status).send(own);
      return;
    }
    if (isDatabaseAway(error)) {
      reply.status(503).send({ code: 'UNAVAILABLE', message: '暂时无法办理，请稍后重试。Try again later.' });
      return;
    }
    const known = sentences[status];
    if (known) {
      const [code, message] = known;
      const id = status === 404 ? {} : { requestId: requestId() }; // absent and forbidden are the same bytes
      reply.status(status).send({ code, message, ...id });
      return;
    }
    const message = '系统内部错误，请凭编号联系运维。An internal error; tell the operator this id.';
    reply.status(500).send({ code: 'INTERNAL_SERVER_ERROR', message, requestId: this.report(error) });
  }
}

/** Fastify names the status of what it refuses itself. */
function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
