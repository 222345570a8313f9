import { type ClockRunner, type ClockRunnerParts, startClockRunner } from './clocks/clock.runner.ts';
import type { Duty, Lease } from './duty.ts';
import { type Notarising, type Notary, startNotary } from './notary.ts';
import { type ProcessRunner, startProcesses } from './processes/process.runner.ts';
import { type Reminders, type RemindersParts, startReminders } from './reminders.ts';
import type { Submit } from './submit/submit.ts';
import { type Projector, type ProjectorParts, startProjector } from './views/projector.ts';
import { type Renewal, startRenewal } from './views/renewal.ts';
import { startWebhooks, type WebhookParts, type WebhookRunner } from './webhooks/webhook.runner.ts';

export interface WorkParts
  extends ProjectorParts,
    Pick<ClockRunnerParts, 'clocksByThemselves'>,
    Pick<WebhookParts, 'webhooks' | 'vault'>,
    Pick<RemindersParts, 'glass'> {
  readonly submit: Submit;
  readonly duty: Duty;
  readonly notarising?: Notarising;
}

/** What one process does for all: nothing while another is on duty. */
export interface Work {
  /** The runners while this process is on duty. */
  running(): Pick<Running, 'processes' | 'clocks' | 'renewal' | 'reminders'> | undefined;
  close(): Promise<void>;
}

interface Running {
  readonly lease: Lease;
  readonly projector: Projector;
  readonly renewal: Renewal;
  readonly processes: ProcessRunner;
  readonly clocks: ClockRunner;
  readonly notary?: Notary;
  readonly webhooks: WebhookRunner;
  readonly reminders: Reminders;
}

const ASK_AGAIN = 1_000;

/** Works whenever this process is on duty, and asks again when it is not (值守工作). */
export async function startWork(parts: WorkParts): Promise<Work> {
  const { store: log, duty, views, shown, host, notarising, trouble } = parts;
  let running: Running | undefined;
  /** From the lease on, before everything runs: how far the views have come is now the projector's to say, and nobody else's. */
  let onDuty = false;
  let closed = false;
  let turn: Promise<void> = Promise.resolve();

  const begin = async () => {
    const lease = await duty.take();
    if (!lease) return;
    onDuty = true;
    let projector: Projector | undefined;
    let processes: ProcessRunner | undefined;
    try {
      shown.reach(await views.checkpoint());
      projector = await startProjector(parts);
      processes = await startProcesses(parts);
      const webhooks = await startWebhooks(parts);
      const notary = notarising && startNotary({ log, notarising, host, trouble });
      const clocks = startClockRunner(parts);
      const reminders = startReminders(parts);
      running = { lease, projector, processes, clocks, webhooks, notary, reminders, renewal: startRenewal(parts) };
    } catch (error) {
      await processes?.close();
      await projector?.close();
      onDuty = false;
      await lease.release(); // whoever keeps the lease and does not work keeps all others from it
      throw error;
    }
    lease.lost.then(() => {
      turn = turn.then(end).catch(trouble).then(askAgain);
    });
  };

  const end = async () => {
    const { lease, clocks, processes, projector, webhooks, notary, reminders, renewal } = running ?? {};
    running = undefined;
    await renewal?.close();
    await reminders?.close();
    await notary?.close();
    await webhooks?.close();
    await clocks?.close();
    await processes?.close();
    await projector?.close();
    onDuty = false;
    await lease?.release();
  };

  const askAgain = () => {
    if (closed || running) return;
    host.after(ASK_AGAIN, () => {
      turn = turn
        .then(() => (closed || running ? undefined : begin()))
        .catch(trouble)
        .then(askAgain);
    });
  };

  await begin();
  askAgain();
  const unwatch = await duty.watch((position, rows) => {
    if (onDuty) return; // a notice of whoever was on duty before may come late, and would put back what has been shown since
    shown.announce(rows);
    shown.reach(position);
  });

  return {
    running: () => running,
    close: async () => {
      closed = true;
      await unwatch();
      await turn;
      await end();
    },
  };
}
