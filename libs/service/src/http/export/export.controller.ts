import { Controller, Get, HttpException, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { type CalendarDate, parseDate, parseInstant } from '#calendar';
import { BadInput } from '#commands';
import { type Asker, asGraphQLError, desks, type Report, scorecardReport, timelineReport } from '#desks';
import type { Runtime } from '#runtime';
import type { Authenticate } from '../authentication.ts';
import { AUTHENTICATE, RUNTIME } from '../tokens.ts';
import { csvOf } from './csv.ts';
import { htmlOf } from './html.ts';
import { xlsxOf } from './xlsx.ts';

interface Format {
  readonly type: string;
  readonly write: (report: Report) => string | Promise<Buffer>;
  /** Shown by a browser rather than kept as a file. */
  readonly inline?: boolean;
}

const FORMATS: Readonly<Record<string, Format>> = {
  csv: { type: 'text/csv; charset=utf-8', write: ({ tables }) => csvOf(tables[0]) },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: xlsxOf },
  html: { type: 'text/html; charset=utf-8', write: htmlOf, inline: true },
};

type Asked = Readonly<Record<string, unknown>>;

/** 导出: what the oversight desk answers, as files and to be printed, for the same tokens. */
@Controller('desks/oversight')
export class ExportController {
  constructor(
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(AUTHENTICATE) private readonly authenticate: Authenticate,
  ) {}

  @Get('cases/:id/timeline.:format')
  async timeline(
    @Param() { id = '', format = '' }: Readonly<Record<string, string>>,
    @Query() asked: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(format, request, reply, (asker) => {
      return timelineReport({ caseId: id, asOf: read(asked, 'asOf', parseInstant) }, asker);
    });
  }

  @Get('scorecard.:format')
  async scorecard(
    @Param('format') format: string,
    @Query() asked: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(format, request, reply, (asker) => {
      const from = needed('from', read(asked, 'from', parseDate));
      const to = needed('to', read(asked, 'to', parseDate));
      return scorecardReport({ division: read(asked, 'division', String), from, to }, asker);
    });
  }

  private async answer(
    named: string,
    request: FastifyRequest,
    reply: FastifyReply,
    make: (asker: Asker) => Promise<Report | null>,
  ): Promise<void> {
    const desk = desks.find(({ name }) => name === 'oversight');
    const format = Object.hasOwn(FORMATS, named) ? FORMATS[named] : undefined;
    if (!desk || !format) throw new HttpException({ code: 'NOT_FOUND', message: NOT_THERE }, 404);
    try {
      const officer = await this.authenticate(desk, request);
      const report = await make({ officer, runtime: this.runtime });
      if (report === null) throw new HttpException({ code: 'NOT_FOUND', message: NOT_THERE }, 404);
      const body = await format.write(report);
      const kept = format.inline ? 'inline' : 'attachment';
      reply
        .header('content-type', format.type)
        .header('content-disposition', `${kept}; filename="${report.name}.${named}"`)
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
        .send(body);
    } catch (error) {
      throw told(error);
    }
  }
}

const NOT_THERE =
  '没有该个案，或没有该格式（csv、xlsx、html）。No such case for you, or no such format (csv, xlsx, html).';

/** What a desk says over GraphQL, with the status that HTTP has for it. */
function told(error: unknown): unknown {
  const known = asGraphQLError(error);
  if (!(known instanceof GraphQLError)) return error;
  const { code, problems, http } = known.extensions as { code: string; problems?: unknown; http?: { status: number } };
  const status = http?.status ?? (code === 'UNAVAILABLE' ? 503 : 400);
  return new HttpException({ code, message: known.message, ...(problems ? { problems } : {}) }, status);
}

/** @throws BadInput when the parameter is there and cannot be read. */
function read<T>(asked: Asked, field: string, parse: (text: string) => T | undefined): T | undefined {
  const text = asked[field];
  if (text === undefined) return undefined;
  const value = typeof text === 'string' ? parse(text) : undefined;
  if (value !== undefined) return value;
  const message = { zh: '格式有误', en: 'cannot be read' };
  throw new BadInput([{ field, rule: 'form', message }]);
}

function needed(field: string, value: CalendarDate | undefined): CalendarDate {
  if (value !== undefined) return value;
  throw new BadInput([
    { field, rule: 'required', message: { zh: '必填，如 2025-03-01', en: 'needed, such as 2025-03-01' } },
  ]);
}
