import { ASSUMPTIONS } from './assumptions.ts';
import type { Load } from './predict.ts';

/** One way to run a country, and what it takes (机器). */
export interface Setup {
  readonly zh: string;
  readonly en: string;
  /** Processes that serve requests, in all. */
  readonly api: number;
  readonly worker: number;
  readonly databases: number;
  /** Disk of each database machine after the years that the log is kept, in bytes. */
  readonly diskEach: number;
  readonly note: { readonly zh: string; readonly en: string };
}

const STANDBYS = 2;
const MEMBERS = 3;

/** Processes that bear a load some times over; never one alone, since one may die. */
function processes(commands: number, reads: number): number {
  const { commandsPerProcess, readsPerProcess, headroom } = ASSUMPTIONS;
  const busy = commands / commandsPerProcess.value + reads / readsPerProcess.value;
  return Math.max(2, Math.ceil(busy * headroom.value));
}

/** Three set-ups for one load. The third is on paper alone: nothing of it is built. */
export function setupsFor(load: Load): readonly Setup[] {
  const { provinces, yearsKept, diskFactor } = ASSUMPTIONS;
  const kept = yearsKept.value * diskFactor.value;
  const [log, views] = [load.logBytes * kept, load.viewBytes * kept];
  const api = processes(load.commandsAtPeak, load.readsAtPeak);
  const share = load.largestShare;
  const ofLargest = processes(load.commandsAtPeak * share, load.readsAtPeak * share);
  return [
    {
      zh: '仅 PostgreSQL',
      en: 'PostgreSQL alone',
      api,
      worker: 2,
      databases: 1 + STANDBYS,
      diskEach: log + views,
      note: { zh: '一主二备；一个进程值守全国视图', en: 'one primary, two standbys; one process keeps all views' },
    },
    {
      zh: 'EventStoreDB 集群',
      en: 'EventStoreDB cluster',
      api,
      worker: 2,
      databases: MEMBERS + 1 + STANDBYS,
      diskEach: Math.max(log, views),
      note: {
        zh: '日志三节点；视图仍在 PostgreSQL（一主二备）',
        en: 'three members for the log; views stay in PostgreSQL',
      },
    },
    {
      zh: '视图按省分区（仅推算，尚未实现）',
      en: 'views partitioned by province (on paper: not built)',
      api: Math.max(ofLargest, 2) * provinces.value,
      worker: 2 * provinces.value,
      databases: (1 + STANDBYS) * provinces.value,
      diskEach: (log + views) * share,
      note: {
        zh: `各省按最大省配置，最大省占 ${(share * 100).toFixed(1)}%`,
        en: `each as for the largest, which has ${(share * 100).toFixed(1)}%`,
      },
    },
  ];
}
