import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/**
 * Signed notes of C2SP (signed-note, tlog-cosignature): a text, an empty line, and a line a signature. Signatures are Ed25519;
 * those of others, and of kinds we do not know, are passed over.
 */

/** Signs in one name. */
export interface Signer {
  readonly name: string;
  /** As others write it down to check what we sign: `<name>+<key id>+<key>`. */
  readonly verifier: string;
  /** A signature line of a text. */
  sign(text: string): string;
  /** A signature line of a text that says when it was seen: `cosignature/v1` (见证). */
  cosign(text: string, seconds: number): string;
}

/** Checks signatures of one name. */
export interface Verifier {
  readonly name: string;
  readonly key: KeyObject;
}

/** Why a note or key is not believed. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

export interface Note {
  /** With its last line's end. */
  readonly text: string;
  /** Lines as they stand. */
  readonly signatures: readonly string[];
}

/** Kinds of signatures, as signed-note numbers them. */
const PLAIN = 0x01;
const COSIGNATURE = 0x04;
const ID = 4;
const TIME = 8;
const DASH = '\u2014 ';
const NAME = /^[^\s+]+$/u;
/** What stands before the 32 bytes of an Ed25519 public key in DER. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** @throws NoteError when the name holds a space or `+`, or the key is not Ed25519. */
export function signer(name: string, privateKey: KeyObject): Signer {
  if (!NAME.test(name)) throw new NoteError(`${JSON.stringify(name)} is no name for a signer`);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new NoteError('a signer has an Ed25519 key');
  const bare = bareKey(createPublicKey(privateKey as never));
  const line = (kind: number, signature: Buffer) =>
    `${DASH}${name} ${Buffer.concat([keyId(name, kind, bare), signature]).toString('base64')}\n`;
  return {
    name,
    verifier: verifierText(name, bare),
    sign: (text) => line(PLAIN, sign(null, Buffer.from(text), privateKey)),
    cosign: (text, seconds) => {
      const time = Buffer.alloc(TIME);
      time.writeBigUInt64BE(BigInt(seconds));
      return line(COSIGNATURE, Buffer.concat([time, sign(null, cosigned(text, seconds), privateKey)]));
    },
  };
}

/** @throws NoteError for anything but `<name>+<key id>+<key>` of Ed25519. */
export function readVerifier(text: string): Verifier {
  const [name = '', id = '', key = '', ...rest] = text.trim().split('+');
  // base64 has `+` of its own
  const bytes = Buffer.from([key, ...rest].join('+'), 'base64');
  if (
    !NAME.test(name) ||
    bytes.length !== 33 ||
    bytes[0] !== PLAIN ||
    verifierText(name, bytes.subarray(1)) !== text.trim()
  ) {
    throw new NoteError(`not a key of the form name+id+key: ${JSON.stringify(text.slice(0, 80))} (${id})`);
  }
  return { name, key: createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(1)]), format: 'der', type: 'spki' }) };
}

/** @throws NoteError when the text has another form. */
export function readNote(note: string): Note {
  const gap = note.lastIndexOf(`\n\n${DASH}`);
  const signatures = gap < 0 ? [] : note.slice(gap + 2).split('\n');
  if (signatures.pop() !== '' || signatures.length === 0 || !signatures.every((line) => line.startsWith(DASH))) {
    throw new NoteError('not a signed note');
  }
  return { text: note.slice(0, gap + 1), signatures };
}

/**
 * Several notes one after the other, as a witness keeps them in a file; empty lines between them.
 *
 * @throws NoteError when there is anything else.
 */
export function readNotes(file: string): readonly Note[] {
  const notes: Note[] = [];
  let lines: string[] = [];
  const written = file.split('\n');
  for (const [at, line] of written.entries()) {
    if (lines.length === 0 && line === '') continue;
    lines.push(line);
    const ends = line.startsWith(DASH) && !written[at + 1]?.startsWith(DASH);
    if (!ends) continue;
    notes.push(readNote(`${lines.join('\n')}\n`));
    lines = [];
  }
  if (lines.length > 0 || (file !== '' && !file.endsWith('\n'))) throw new NoteError('the last note is cut short');
  return notes;
}

export function writeNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join('')}`;
}

/** Whether one of the note's signatures is this verifier's and holds; a broken one of that very key spoils the note. */
export function isSigned({ text, signatures }: Note, { name, key }: Verifier): boolean {
  const bare = bareKey(key);
  const own = signatures.flatMap((line) => bytesOf(line, name) ?? []);
  const checked = own.flatMap((bytes) => {
    const id = bytes.subarray(0, ID);
    const rest = bytes.subarray(ID);
    if (id.equals(keyId(name, PLAIN, bare))) return [verify(null, Buffer.from(text), key, rest)];
    if (!id.equals(keyId(name, COSIGNATURE, bare)) || rest.length <= TIME) return [];
    return [verify(null, cosigned(text, Number(rest.readBigUInt64BE())), key, rest.subarray(TIME))];
  });
  return checked.length > 0 && checked.every((holds) => holds);
}

/** An Ed25519 private key of 32 bytes. */
export function privateKeyOf(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function bytesOf(line: string, name: string): Buffer | undefined {
  const [, of, encoded = ''] = line.trimEnd().split(' ');
  const bytes = Buffer.from(encoded, 'base64');
  return of === name && bytes.length > ID && bytes.toString('base64') === encoded ? bytes : undefined;
}

const cosigned = (text: string, seconds: number) => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
const bareKey = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);

function verifierText(name: string, bare: Buffer): string {
  const id = keyId(name, PLAIN, bare).toString('hex');
  return `${name}+${id}+${Buffer.concat([Buffer.of(PLAIN), bare]).toString('base64')}`;
}

function keyId(name: string, kind: number, bare: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(kind)).update(bare).digest().subarray(0, ID);
}
