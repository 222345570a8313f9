import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import type { Readiness } from '../readiness.ts';
import { READINESS } from './tokens.ts';

@Controller('health')
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: () => Promise<Readiness>) {}

  /** The process runs. */
  @Get('live')
  live() {
    return { status: 'live' };
  }

  /** 200 while every desk can be served and the views keep up; 503 otherwise. How far they are behind stands in both. */
  @Get('ready')
  async ready() {
    const readiness = await this.readiness();
    if (readiness.status === 'ready') return readiness;
    throw new ServiceUnavailableException(readiness);
  }
}
