import { BadRequestException, Body, Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import type { AgencyDirectory, DemoIssuer } from '#access';
import { epochOf } from '#calendar';
import { deskOf } from '#desks';
import type { Host } from '#runtime';
import { deskPath } from './desk.graphql.ts';
import { DEMO } from './tokens.ts';

/** What the demo's own endpoints need. */
export interface Demo {
  readonly issuer: DemoIssuer;
  readonly directory: AgencyDirectory;
  readonly host: Host;
}

const AN_HOUR = 3_600;

/** Only in the demo: who the officers are, and a token for any of them. */
@Controller('demo')
export class DemoController {
  constructor(@Inject(DEMO) private readonly demo: Demo) {}

  @Get('officers')
  officers() {
    return this.demo.directory.officers().map(({ id, name, agency }) => {
      const desk = deskOf(agency);
      return { officer: id, name, agency: agency.id, agencyName: agency.name, desk: desk ? deskPath(desk) : null };
    });
  }

  @Post('token')
  @HttpCode(200)
  async token(@Body() body: unknown) {
    const officer = (body as { officer?: unknown } | null)?.officer;
    if (typeof officer !== 'string') {
      throw new BadRequestException({
        code: 'BAD_USER_INPUT',
        message: '请提交 {"officer": "编号"}。Send {"officer": "id"}.',
      });
    }
    const found = this.demo.directory.officer(officer);
    if (!found) {
      throw new NotFoundException({
        code: 'UNKNOWN_OFFICER',
        message: '没有该经办人，见 GET /demo/officers。No such officer.',
      });
    }
    const { issuer, host } = this.demo;
    const desk = deskOf(found.agency);
    const token = await issuer.token(officer, epochOf(host.now()), AN_HOUR);
    return { token, expiresIn: AN_HOUR, desk: desk ? deskPath(desk) : null };
  }
}
