import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { READINESS } from './tokens.ts';

/** Says whether every desk can be served. */
export interface Readiness {
  ready(): Promise<boolean>;
}

@Controller('health')
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: Readiness) {}

  /** The process runs. */
  @Get('live')
  live() {
    return { status: 'live' };
  }

  /** 200 once every desk can be served; 503 until then. */
  @Get('ready')
  async ready() {
    if (await this.readiness.ready()) return { status: 'ready' };
    throw new ServiceUnavailableException({ status: 'starting' });
  }
}
