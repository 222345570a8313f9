import { checkpointText, readCheckpoint, treeOf } from './checkpoint.ts';
import { sha256, sm3 } from './digest.ts';
import {
  bothSigners,
  isSigned,
  NoteError,
  privateKeyOf,
  readNote,
  readNotes,
  readVerifier,
  signer,
  sm2Signer,
  writeNote,
} from './note.ts';

const log = signer('jieli.example/log', privateKeyOf(Buffer.alloc(32, 1)));
const agency = signer('wccw.example', privateKeyOf(Buffer.alloc(32, 2)));
const noted = { origin: 'jieli.example/log', size: 7, root: sha256.of(Buffer.from('root')), digest: sha256 };
const text = checkpointText(noted);

describe('a signed note', () => {
  it('of another program is believed', () => {
    // The example in the documentation of golang.org/x/mod/sumdb/note.
    const known = readVerifier('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const note =
      'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace(
        '’',
        "'",
      ) +
      '\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    expect(isSigned(readNote(note), known)).toBe(true);
    expect(isSigned(readNote(note.replace('problem is', 'problem was')), known)).toBe(false);
    expect(writeNote(readNote(note))).toBe(note);
  });

  it('is believed from those who signed it, and no others', () => {
    const note = readNote(writeNote({ text, signatures: [log.sign(text), agency.cosign(text, 1_741_000_000)] }));
    expect(isSigned(note, readVerifier(log.verifier))).toBe(true);
    expect(isSigned(note, readVerifier(agency.verifier))).toBe(true);
    expect(isSigned(note, readVerifier(signer('other', privateKeyOf(Buffer.alloc(32, 3))).verifier))).toBe(false);
    expect(isSigned(note, readVerifier(signer(log.name, privateKeyOf(Buffer.alloc(32, 3))).verifier))).toBe(false);
  });

  it('is not believed once a letter of text, time or signature is another', () => {
    const note = writeNote({ text, signatures: [agency.cosign(text, 1_741_000_000)] });
    const key = readVerifier(agency.verifier);
    const base = note.lastIndexOf(' ') + 1;
    const places = [...Array.from({ length: text.length - 1 }, (_, n) => n), base + 8, base + 14, base + 40];
    for (const at of places) {
      const other = note.charAt(at) === 'A' ? 'B' : 'A';
      const altered = note.slice(0, at) + other + note.slice(at + 1);
      expect([at, isSigned(readNote(altered), key)]).toEqual([at, false]);
    }
  });

  it('is found among several in a file', () => {
    const one = writeNote({ text, signatures: [log.sign(text), agency.cosign(text, 1_741_000_000)] });
    const other = writeNote({ text: `${text}extension\n`, signatures: [log.sign(`${text}extension\n`)] });
    expect(readNotes(`${one}${other}`).map(writeNote)).toEqual([one, other]);
    expect(readNotes(`\n${one}\n\n${other}\n`).map(writeNote)).toEqual([one, other]);
    expect(readNotes('')).toEqual([]);
    for (const cut of [one.slice(0, 30), `${one}${other.slice(0, -20)}`, text])
      expect(() => readNotes(cut)).toThrow(NoteError);
  });

  it.each(['', 'text\n', 'text\n\n', 'text\n\nno signature\n', 'text\n\n\u2014 name AAAA'])(
    'is not read from %j',
    (note) => {
      expect(() => readNote(note)).toThrow(NoteError);
    },
  );

  it.each(['', 'name', 'name+00000000+AAAA', log.verifier.replace(/.$/, 'A'), log.verifier.replace('+', '+0')])(
    'is not checked with the key %j',
    (key) => {
      expect(() => readVerifier(key)).toThrow(NoteError);
    },
  );
});

describe('a note signed by SM2 beside Ed25519', () => {
  const log2 = bothSigners(log, sm2Signer(log.name, Buffer.alloc(32, 5)));
  const [first = '', second = ''] = log2.verifiers;

  it('is believed by each of the keys, each for itself', () => {
    const note = writeNote({ text, signatures: [log2.sign(text), agency.cosign(text, 1_741_000_000)] });
    expect(readNote(note).signatures).toHaveLength(3);
    expect([first, second].map((key) => isSigned(readNote(note), readVerifier(key)))).toEqual([true, true]);
    expect(first).toBe(log.verifier);
    const alone = writeNote({ text, signatures: [log.sign(text)] });
    expect(isSigned(readNote(alone), readVerifier(second))).toBe(false);
    const other = sm2Signer(log.name, Buffer.alloc(32, 6)).verifier;
    expect(isSigned(readNote(note), readVerifier(other))).toBe(false);
  });

  it('is not believed once a letter of text, time or signature is another', () => {
    const witness = sm2Signer('wccw.example', Buffer.alloc(32, 7));
    const note = writeNote({ text, signatures: [witness.cosign(text, 1_741_000_000)] });
    expect(isSigned(readNote(note), readVerifier(witness.verifier))).toBe(true);
    const base = note.lastIndexOf(' ') + 1;
    for (const at of [0, 5, text.length - 2, base + 8, base + 14, base + 40, base + 80]) {
      const letter = note.charAt(at) === 'A' ? 'B' : 'A';
      const altered = note.slice(0, at) + letter + note.slice(at + 1);
      expect([at, isSigned(readNote(altered), readVerifier(witness.verifier))]).toEqual([at, false]);
    }
    expect(isSigned(readNote(note.replace(/ ([^ ]{40})[^ ]*\n$/, ' $1\n')), readVerifier(witness.verifier))).toBe(
      false,
    );
  });

  it.each(['', 'name+00000000+/3Nt', second.replace(/.$/, 'B'), second.replace('+', '+0')])(
    'is not checked with %j',
    (key) => {
      expect(() => readVerifier(key)).toThrow(NoteError);
    },
  );
});

describe('a checkpoint', () => {
  it('is read as it was written', () => {
    expect(checkpointText(readCheckpoint(text))).toBe(text);
    expect(readCheckpoint(`${text}an extension\n`)).toEqual(readCheckpoint(text));
  });

  it('says with what its tree hashes, unless that is SHA-256', () => {
    const national = checkpointText({ ...noted, digest: sm3 });
    expect([text, national].map((one) => one.split('\n').slice(3))).toEqual([[''], ['tree sm3', '']]);
    expect(readCheckpoint(national)).toEqual({ ...noted, digest: sm3 });
    expect(readCheckpoint(`${text}an extension\ntree sm3\n`).digest).toBe(sm3);
    expect(treeOf([readCheckpoint(national)]).digest).toBe(sm3);
    expect(() => treeOf([readCheckpoint(national), noted])).toThrow(NoteError);
  });

  it.each(['tree md5\n', 'tree \n', 'tree sha256\n', 'tree sm3\ntree sm3\n'])('is not read with %j', (line) => {
    expect(() => readCheckpoint(text + line)).toThrow(NoteError);
  });

  it.each(['', 'a\n1\n', text.replace('7', '07'), text.replace('7', '-7'), text.replace('=', ''), text.slice(0, -1)])(
    'is not read from %j',
    (other) => {
      expect(() => readCheckpoint(other)).toThrow(NoteError);
    },
  );
});
