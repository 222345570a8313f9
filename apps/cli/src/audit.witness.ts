import { appendFile, readFile } from 'node:fs/promises';
import { systemHost } from '#runtime';
import { SetupError } from '#service';
import {
  type Checkpoint,
  frontier,
  type Hash,
  hashBytes,
  hashOf,
  readCheckpoint,
  readHash,
  readNote,
  readNotes,
  readVerifier,
  signerOf,
  sm3,
  treeOf,
  type WitnessRefusal,
  witness,
} from '#transparency';
import { loadSigningKey } from '#vault';

interface Asked {
  readonly url: string;
  readonly log: string;
  readonly notes: string;
  readonly own: string;
}

const HASH = 32;
const PAGE = 10_000;

/**
 * What a witnessing agency runs on a machine of its own, again and again: asks for the newest checkpoint and all leaf hashes
 * since the last, signs what goes on from what it remembers, and keeps both. Nothing is kept of what it refuses.
 */
export async function witnessOnce({ url, log, notes, own }: Asked): Promise<void> {
  const remembered = await lastOf(notes);
  const from = remembered?.size ?? 0;
  const note = await ask(url, 'checkpoint');
  const shown = readCheckpoint(readNote(note).text);
  const { size, root } = shown;
  const tree = treeOf([remembered ?? shown]);
  const algorithm = tree.digest === sm3 ? 'sm2' : 'ed25519';
  const key = await loadSigningKey(own, { create: true, createdAt: systemHost().now(), algorithm });
  const parts = { tree, signer: signerOf(key), log: readVerifier(log) };
  const proof = from < size && from > 0 ? await proofOf(url, from, size) : [];
  const seen = witness(parts, remembered, { note, proof, seconds: Math.floor(Date.now() / 1_000) });
  if ('refused' in seen) throw new SetupError(REFUSED[seen.refused]);
  const kept = (await orNothing(readFile(`${notes}.leaves`))).subarray(0, from * HASH);
  const more = await leavesOf(url, from, size);
  const grown = frontier(tree);
  for (let at = 0; at < kept.length; at += HASH) grown.add(hashOf(kept.subarray(at, at + HASH)));
  for (const leaf of more) grown.add(leaf);
  if (grown.root() !== root) throw new SetupError(REFUSED.fork);
  await appendFile(`${notes}.leaves`, Buffer.concat(more.map(hashBytes)), { mode: 0o600 });
  await appendFile(notes, `${seen.note}\n`, { mode: 0o600 });
  process.stdout.write(seen.note);
  console.log(`\n见证公钥 The witness’s key: ${parts.signer.verifier}`);
}

const REFUSED: Readonly<Record<WitnessRefusal, string>> = {
  unsigned: '拒绝见证：不是该日志签署的检查点。Refused: this log did not sign the checkpoint.',
  'other-log': '拒绝见证：检查点属于另一日志。Refused: the checkpoint is of another log.',
  rollback: '拒绝见证：日志比见证记录短（回滚）。Refused: the log is shorter than what was witnessed (rollback).',
  fork: '拒绝见证：日志未从见证记录延续（分叉）。Refused: the log does not go on from what was witnessed (fork).',
};

async function lastOf(notes: string): Promise<Checkpoint | null> {
  const kept = readNotes((await orNothing(readFile(notes))).toString());
  const last = kept.at(-1);
  return last ? readCheckpoint(last.text) : null;
}

async function orNothing(read: Promise<Buffer>): Promise<Buffer> {
  return read.catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
}

async function proofOf(url: string, from: number, to: number): Promise<readonly Hash[]> {
  const { proof } = JSON.parse(await ask(url, `consistency?from=${from}&to=${to}`)) as { proof: readonly string[] };
  return proof.map(given);
}

async function leavesOf(url: string, from: number, to: number): Promise<readonly Hash[]> {
  const leaves: Hash[] = [];
  for (let at = from; at < to; at += PAGE) {
    const page = await ask(url, `leaves?from=${at}&to=${Math.min(at + PAGE, to)}`);
    for (const text of page.trimEnd().split('\n')) leaves.push(given(text));
  }
  return leaves;
}

function given(text: string): Hash {
  const hash = readHash(text);
  if (hash === undefined) throw new SetupError('服务答复的不是哈希。The service answered something that is no hash.');
  return hash;
}

async function ask(url: string, path: string): Promise<string> {
  const token = process.env.JIELI_TOKEN;
  if (!token)
    throw new SetupError('请设置 JIELI_TOKEN（督导机构的令牌）。Set JIELI_TOKEN to a token of an oversight agency.');
  let reply: Response;
  try {
    reply = await fetch(`${url.replace(/\/$/, '')}/audit/${path}`, { headers: { authorization: `Bearer ${token}` } });
  } catch {
    throw new SetupError(`无法连接 ${url}。Cannot reach ${url}.`);
  }
  const text = await reply.text();
  if (reply.ok) return text;
  throw new SetupError(`服务答复 ${reply.status}。The service answered ${reply.status}: ${text.slice(0, 300)}`);
}
