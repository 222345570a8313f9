import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { ed25519, publicEd25519, publicSm2, type Scheme, schemes, signEd25519, signSm2, sm2Scheme } from './scheme.ts';

/**
 * Signed notes of C2SP (signed-note, tlog-cosignature): a text, an empty line, and a line a signature. Signatures are Ed25519 or SM2;
 * those of others, and of kinds we do not know, are passed over.
 */

/** Signs in one name. */
export interface Signer {
  readonly name: string;
  /** As others write it down to check what we sign: `<name>+<key id>+<key>`. */
  readonly verifier: string;
  /** All by which it may be checked: one for each key that it signs with. */
  readonly verifiers: readonly string[];
  /** Its signature lines under a text, one for each key. */
  sign(text: string): string;
  /** Its signature lines under a text that say when it was seen: `cosignature/v1` (见证). */
  cosign(text: string, seconds: number): string;
}

/** Checks signatures of one name. */
export interface Verifier {
  readonly name: string;
  readonly scheme: Scheme;
  /** The public key, bare. */
  readonly key: Buffer;
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

const ID = 4;
const TIME = 8;
const DASH = '\u2014 ';
const NAME = /^[^\s+]+$/u;

/** @throws NoteError when the name holds a space or `+`, or the key is not Ed25519. */
export function signer(name: string, privateKey: KeyObject): Signer {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new NoteError('a signer has an Ed25519 key');
  return signing(name, ed25519, publicEd25519(privateKey), (text) => signEd25519(text, privateKey));
}

/**
 * Signs by SM2 (国密签名).
 *
 * @param secret 32 bytes.
 * @throws NoteError when the name holds a space or `+`.
 */
export function sm2Signer(name: string, secret: Buffer): Signer {
  return signing(name, sm2Scheme, publicSm2(secret), (text) => signSm2(text, secret));
}

/** The private half of a signer, as it is kept. */
export interface SigningSecret {
  readonly name: string;
  readonly algorithm: 'ed25519' | 'sm2';
  /** 32 bytes. */
  readonly seed: Buffer;
}

/** @throws NoteError when the name holds a space or `+`. */
export function signerOf({ name, algorithm, seed }: SigningSecret): Signer {
  return algorithm === 'sm2' ? sm2Signer(name, seed) : signer(name, privateKeyOf(seed));
}

/** Signs twice in one name; it is known by the first. */
export function bothSigners(first: Signer, second: Signer): Signer {
  return {
    ...first,
    verifiers: [...first.verifiers, ...second.verifiers],
    sign: (text) => first.sign(text) + second.sign(text),
    cosign: (text, seconds) => first.cosign(text, seconds) + second.cosign(text, seconds),
  };
}

function signing(name: string, scheme: Scheme, key: Buffer, sign: (text: Buffer) => Buffer): Signer {
  if (!NAME.test(name)) throw new NoteError(`${JSON.stringify(name)} is no name for a signer`);
  const line = (kind: Buffer, signature: Buffer) =>
    `${DASH}${name} ${Buffer.concat([keyId(name, kind, key), signature]).toString('base64')}\n`;
  const verifier = verifierText({ name, scheme, key });
  return {
    name,
    verifier,
    verifiers: [verifier],
    sign: (text) => line(scheme.plain, sign(Buffer.from(text))),
    cosign: (text, seconds) => {
      const time = Buffer.alloc(TIME);
      time.writeBigUInt64BE(BigInt(seconds));
      return line(scheme.cosignature, Buffer.concat([time, sign(cosigned(text, seconds))]));
    },
  };
}

/** @throws NoteError for anything but `<name>+<key id>+<key>` of Ed25519 or SM2. */
export function readVerifier(text: string): Verifier {
  const [name = '', id = '', key = '', ...rest] = text.trim().split('+');
  // base64 has `+` of its own
  const bytes = Buffer.from([key, ...rest].join('+'), 'base64');
  const scheme = schemes.find(
    ({ plain, size }) => bytes.length === plain.length + size && bytes.subarray(0, plain.length).equals(plain),
  );
  const read = scheme && { name, scheme, key: bytes.subarray(scheme.plain.length) };
  if (!read || !NAME.test(name) || verifierText(read) !== text.trim()) {
    throw new NoteError(`not a key of the form name+id+key: ${JSON.stringify(text.slice(0, 80))} (${id})`);
  }
  return read;
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
export function isSigned({ text, signatures }: Note, { name, scheme, key }: Verifier): boolean {
  const own = signatures.flatMap((line) => bytesOf(line, name) ?? []);
  const checked = own.flatMap((bytes) => {
    const id = bytes.subarray(0, ID);
    const rest = bytes.subarray(ID);
    if (id.equals(keyId(name, scheme.plain, key))) return [scheme.holds(Buffer.from(text), key, rest)];
    if (!id.equals(keyId(name, scheme.cosignature, key)) || rest.length <= TIME) return [];
    return [scheme.holds(cosigned(text, Number(rest.readBigUInt64BE())), key, rest.subarray(TIME))];
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

function verifierText({ name, scheme, key }: Verifier): string {
  const id = keyId(name, scheme.plain, key).toString('hex');
  return `${name}+${id}+${Buffer.concat([scheme.plain, key]).toString('base64')}`;
}

function keyId(name: string, kind: Buffer, key: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(kind).update(key).digest().subarray(0, ID);
}
