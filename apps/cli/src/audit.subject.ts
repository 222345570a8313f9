import { caseEvents } from '#case';
import { keyMinorEvents, ledgerEvents } from '#ledger';
import type { Bilingual } from '#policy';
import { childOwnerOf, KEY_AUDIT, owned, type PersonalDataRead, READS, streamsOfChild } from '#runtime';
import { type Database, SetupError } from '#service';

const PAGE = 1_000;
/** Streams of what agencies' officers did beside a case. */
const BESIDE = 'audit-';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SEALED_FOR = /sealed:[12]:\d+:([0-9a-f-]{36}):/g;

const NAMES: Readonly<Record<string, { readonly name: Bilingual } | undefined>> = {
  ...caseEvents,
  ...ledgerEvents,
  ...keyMinorEvents,
};

interface Line {
  readonly at: string;
  readonly text: string;
}

/**
 * Everything that the log holds of one child, told from the child's side (以儿童为中心的报告): what was done in its cases and entries,
 * by whom, who read its personal data, when and why, who was kept out of them or broke the glass, and what became of its keys. Nothing is opened.
 */
export async function subject({ store }: Database, id: string): Promise<void> {
  const asked = id.toLowerCase();
  if (!UUID.test(asked))
    throw new SetupError('请给出儿童、个案或台账的编号（UUID）。Name a child, a case or an entry by its UUID.');
  const children = await childrenOf(store, asked);
  const done: Line[] = [];
  const read: Line[] = [];
  const kept: Line[] = [];
  const beside: Line[] = [];
  const files = new Set<string>();
  const ids = new Set<string>();
  for await (const { stream, type, data, meta } of eventsOf(store)) {
    const { at, actor } = meta as { at: string; actor?: { officer: string; agency: { id: string } } };
    const file = childOwnerOf(stream);
    if (file !== undefined && (files.has(file) || names(data, children))) {
      files.add(file);
      ids.add(owned(file).id);
      const by = actor ? `${actor.agency.id} ${actor.officer}` : '';
      done.push({ at, text: `${file} ${type} ${NAMES[type]?.name.zh ?? ''} ${by}` });
    } else if (stream.startsWith(READS)) {
      const { officer, desk, purpose, children: opened } = data as PersonalDataRead;
      for (const { childId, categories } of opened) {
        if (!children.has(childId)) continue;
        const why = purpose === null ? '' : ` ${purpose}`;
        read.push({ at, text: `${stream.slice(READS.length)} ${officer} @${desk} ${categories.join(',')}${why}` });
      }
    } else if (stream === KEY_AUDIT) {
      if (names(data, children)) kept.push({ at, text: type });
    } else if (stream.startsWith(BESIDE)) {
      const { officer = '', caseId: about = '' } = data as { readonly officer?: string; readonly caseId?: string };
      if (ids.has(about)) beside.push({ at, text: `${about} ${type} ${stream.slice(BESIDE.length)} ${officer}` });
    }
  }
  if (done.length === 0 && read.length === 0) {
    throw new SetupError('日志中没有该编号。The log knows nothing under this id.');
  }
  for (const childId of children) console.log(`儿童 Child ${childId}`);
  section('办理 What was done', done);
  section('读取 Who read', read);
  section('回避、查看身份、紧急调阅、系统签收 Kept out, identities opened, emergencies, receipts of systems', beside);
  section('密钥 Keys', kept);
}

function section(title: string, lines: readonly Line[]): void {
  console.log(`\n${title}: ${lines.length}`);
  for (const { at, text } of lines) console.log(`  ${at} ${text.trimEnd()}`);
}

/** The child that is named, or the children of whom a case or an entry speaks. */
async function childrenOf(store: Database['store'], id: string): Promise<ReadonlySet<string>> {
  const events = (await store.readMany(streamsOfChild(id))).flat();
  const found = events.flatMap(({ data }) =>
    [...JSON.stringify(data).matchAll(SEALED_FOR)].map(([, child = '']) => child),
  );
  return new Set(events.length === 0 ? [id] : found);
}

function names(data: unknown, children: ReadonlySet<string>): boolean {
  const text = JSON.stringify(data);
  return [...children].some((child) => text.includes(child));
}

async function* eventsOf(store: Database['store']) {
  let after: Parameters<typeof store.readAll>[0]['after'] = null;
  for (;;) {
    const events = await store.readAll({ after, limit: PAGE });
    yield* events;
    const last = events.at(-1);
    if (!last) return;
    after = last.position;
  }
}
