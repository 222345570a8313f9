import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Outcome, Request, Runtime } from '#runtime';
import { RUNTIME } from './tokens.ts';

/** A desk's command on the bus. */
export class SubmitCommand extends Command<Outcome> {
  constructor(readonly request: Request) {
    super();
  }
}

/** The one handler: load, decide, append live in the runtime. */
@CommandHandler(SubmitCommand)
export class SubmitHandler implements ICommandHandler<SubmitCommand> {
  constructor(@Inject(RUNTIME) private readonly runtime: Runtime) {}

  execute({ request }: SubmitCommand): Promise<Outcome> {
    return this.runtime.submit(request);
  }
}
