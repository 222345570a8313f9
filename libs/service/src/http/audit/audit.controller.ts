import { Controller, Get, HttpException, Inject, NotFoundException, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Officer } from '#access';
import { desks } from '#desks';
import { caseOfStream, type Notarising, type Runtime, readerOf } from '#runtime';
import { consistencyProof, hashText, inclusionProof } from '#transparency';
import type { Authenticate } from '../authentication.ts';
import { AUDIT, RUNTIME } from '../tokens.ts';
import { placeAsked, whole } from './asked.ts';

/** What the audit endpoints are made of. */
export interface Audit {
  readonly notarising: Notarising;
  readonly authenticate: Authenticate;
}

const MOST_NOTES = 100;
const MOST_LEAVES = 10_000;

/**
 * Proofs for supervisors (督导的存证查询): checkpoints of the log and what leads from them to an event or to each other. Hashes
 * alone leave here. For officers of the oversight desk's agencies.
 */
@Controller('audit')
export class AuditController {
  constructor(
    @Inject(AUDIT) private readonly audit: Audit,
    @Inject(RUNTIME) private readonly runtime: Runtime,
  ) {}

  /** The newest checkpoint, a signed note of C2SP; 404 while the log is younger than its first. */
  @Get('checkpoint')
  async checkpoint(@Req() request: FastifyRequest): Promise<string> {
    await this.admit(request);
    const note = await this.audit.notarising.store.newest();
    if (note === null) throw nothing('还没有检查点。There is no checkpoint yet.');
    return note;
  }

  /** Checkpoints over more than `after` events, the oldest first, at most 100: signed notes, an empty line between them. */
  @Get('checkpoints')
  async checkpoints(@Req() request: FastifyRequest, @Query('after') after = '0'): Promise<string> {
    await this.admit(request);
    return (await this.audit.notarising.store.notes(whole('after', after), MOST_NOTES)).join('\n');
  }

  /** Leaf hashes from `from` up to, not including, `to`, in base64, a line each; at most 10,000. */
  @Get('leaves')
  async leaves(
    @Req() request: FastifyRequest,
    @Query('from') from?: string,
    @Query('to') to?: string,
  ): Promise<string> {
    await this.admit(request);
    const begin = whole('from', from);
    const end = whole('to', to, { least: begin, most: begin + MOST_LEAVES });
    return (await this.audit.notarising.store.leaves(begin, end)).map((leaf) => `${hashText(leaf)}\n`).join('');
  }

  /**
   * That an event, by `position` or by `stream` and `revision`, stands in the tree of `size` events (存在证明). A stream is there for
   * whoever the case is there for: where an event lies, and how many there are, would tell of any other.
   */
  @Get('inclusion')
  async inclusion(@Req() request: FastifyRequest, @Query() query: Record<string, unknown>) {
    const officer = await this.admit(request);
    const { store, tree } = this.audit.notarising;
    const grown = (await store.grown()).size;
    const asked = placeAsked(query);
    const index = 'position' in asked ? asked.position - 1 : await this.indexOf(asked, officer);
    if (index === null || index >= grown) throw nothing('日志中没有该事件。There is no such event in the tree.');
    const size = whole('size', query.size, { least: index + 1, most: grown });
    const [leaf] = await store.leaves(index, index + 1);
    const proof = await inclusionProof(tree, store, index, size);
    return { position: index + 1, size, leaf: leaf && hashText(leaf), proof: proof.map(hashText) };
  }

  /** That the tree of `from` events is the beginning of that of `to` events (一致性证明). */
  @Get('consistency')
  async consistency(@Req() request: FastifyRequest, @Query('from') from?: string, @Query('to') to?: string) {
    await this.admit(request);
    const { store, tree } = this.audit.notarising;
    const end = whole('to', to, { least: 0, most: (await store.grown()).size });
    const begin = whole('from', from, { least: 0, most: end });
    const proof = await consistencyProof(tree, store, begin, end);
    return { from: begin, to: end, proof: proof.map(hashText) };
  }

  /** Where an event of a case that the officer's desk shows lies; null for any other, be it there or not. */
  private async indexOf(asked: { stream: string; revision: number }, officer: Officer): Promise<number | null> {
    const caseId = caseOfStream(asked.stream);
    if (caseId === undefined) return null;
    const desk = this.runtime.desk(oversight().name, officer.barred);
    const shown = await desk.case(readerOf(oversight(), officer.agency), caseId);
    return shown === null ? null : this.audit.notarising.store.indexOf(asked);
  }

  private async admit(request: FastifyRequest): Promise<Officer> {
    try {
      return await this.audit.authenticate(oversight(), request);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const { code, http } = error.extensions as { code: string; http: { status: number } };
      throw new HttpException({ code, message: error.message }, http.status);
    }
  }
}

function oversight(): (typeof desks)[number] {
  const desk = desks.find(({ name }) => name === 'oversight');
  if (!desk) throw new Error('there is no oversight desk');
  return desk;
}

const nothing = (message: string) => new NotFoundException({ code: 'NOT_FOUND', message });
