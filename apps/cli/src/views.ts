import { Command } from 'commander';
import { desks } from '#desks';
import { rebuildViews, retryParked } from '#runtime';
import { SetupError } from '#service';
import { type Opened, withDatabase } from './opened.ts';
import { endBar, progressBar } from './progress.bar.ts';

/** `jieli views …`: for the operator on call. */
export function viewsCommand(): Command {
  const views = new Command('views').description(
    '视图：由日志构建的各工作台表。Views: the desks’ tables, built from the log.',
  );
  views
    .command('rebuild')
    .description('在现有视图旁重建视图，完成后切换。Build views anew beside the live ones, then switch over.')
    .argument('[desk...]', '工作台名；不填为全部。Desks by name; all unless told.')
    .action((names: string[]) => withDatabase((database) => rebuild(database, names)));
  views
    .command('parked')
    .description('列出无法展示而停放的个案。List the cases that could not be shown and are parked.')
    .action(() => withDatabase(listParked));
  views
    .command('retry')
    .description('重新展示停放的个案。Show parked cases again.')
    .argument('[stream...]', '流名，见 parked；不填为全部。Streams as parked lists them; all unless told.')
    .action((streams: string[]) => withDatabase((database) => retry(database, streams)));
  return views;
}

async function rebuild({ store, views, directory }: Opened, names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !desks.some((desk) => desk.name === name));
  if (unknown !== undefined) {
    const all = desks.map(({ name }) => name).join(', ');
    throw new SetupError(`没有工作台 ${unknown}。There is no desk ${unknown}: ${all}.`);
  }
  const started = Date.now();
  const bar = progressBar('events');
  const shown = await views.checkpoint();
  const some = names.length > 0 && shown !== null; // where nothing is shown, all is
  const until = shown ?? (await store.head());
  const build = await views.renewable.build(some ? names : undefined).catch((error: Error) => {
    if (error.name !== 'RebuildUnderWay') throw error;
    throw new SetupError('视图正在重建，请稍候再试。The views are being built anew already; try again later.');
  });
  try {
    const done = await rebuildViews({
      store,
      directory,
      build,
      until,
      progress: ({ events, of, streams }) => bar(events, of, `, ${streams} cases`),
    });
    endBar();
    const seconds = (Date.now() - started) / 1_000;
    console.log(
      `${done.streams} 个个案，${done.events} 个事件，${seconds.toFixed(1)} 秒。` +
        `${done.streams} cases, ${done.events} events, ${seconds.toFixed(1)} s.`,
    );
  } catch (error) {
    await build.abandon();
    throw error;
  }
}

async function listParked({ views }: Opened): Promise<void> {
  const parked = await views.parked();
  for (const { stream, position, error } of parked) console.log(`${stream}\t${position}\t${error}`);
  console.log(`${parked.length} 个停放。${parked.length} parked.`);
}

async function retry({ store, views, directory }: Opened, streams: readonly string[]): Promise<void> {
  const parked = (await views.parked()).map(({ stream }) => stream);
  const unknown = streams.find((stream) => !parked.includes(stream));
  if (unknown !== undefined) throw new SetupError(`${unknown} 未被停放。${unknown} is not parked.`);
  let failed = 0;
  for (const stream of streams.length > 0 ? streams : parked) {
    const again = await retryParked({ store, desks, directory, views }, stream);
    if (again !== undefined) failed += 1;
    console.log(again === undefined ? `${stream} 已展示。Shown.` : `${stream} 仍无法展示：${again}。Parked again.`);
  }
  if (failed > 0) process.exitCode = 1;
}
