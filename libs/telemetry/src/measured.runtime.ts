import { isRefusal } from '#case';
import type { Runtime } from '#runtime';
import type { Metrics } from './metrics.ts';
import type { Traces } from './traces.ts';

/** A runtime whose commands are counted and traced (计量); it does what it did. */
export function measuredRuntime(runtime: Runtime, metrics: Metrics, traces: Traces): Runtime {
  return {
    ...runtime,
    submit: (request) =>
      traces.part('command', { command: request.command }, async (add) => {
        const { command } = request;
        const stop = metrics.command.startTimer({ command });
        try {
          const outcome = await runtime.submit(request);
          if (isRefusal(outcome)) {
            metrics.refusals.inc({ command, code: outcome.refused });
            add({ refused: outcome.refused });
            stop({ outcome: 'refused' });
          } else stop({ outcome: outcome.repeated ? 'repeated' : 'accepted' });
          return outcome;
        } catch (error) {
          stop({ outcome: 'failed' });
          metrics.failed.inc();
          throw error;
        }
      }),
    noteRefusal: (command, officer, refusal) => {
      metrics.refusals.inc({ command, code: refusal.refused });
      return runtime.noteRefusal(command, officer, refusal);
    },
  };
}
