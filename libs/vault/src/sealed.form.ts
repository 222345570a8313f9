import type { PersonalCategory, Sealed } from '#case';
import { FRAME, type SuiteName } from './suite.ts';
import { VaultError } from './vault.error.ts';

/** What a sealed value says of itself in the clear (明文头). All of it is authenticated with the ciphertext. */
export interface SealedHeader {
  /** Which cipher: `1` in the header is `intl`, `2` is `gm`, so that both are read side by side. */
  readonly suite: SuiteName;
  readonly version: number;
  readonly childId: string;
  readonly category: PersonalCategory;
  readonly field: string;
}

/** A sealed value taken apart. */
export interface Taken extends SealedHeader {
  readonly aad: string;
  readonly frame: Buffer;
}

const KNOWN: Readonly<Record<PersonalCategory, true>> = {
  identity: true,
  contact: true,
  reporter: true,
  evidence: true,
  clinical: true,
  offence: true,
  placement: true,
};
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const FIELD = '[A-Za-z0-9_.\\[\\]-]{1,100}';
const HEADER = new RegExp(
  `^sealed:(?<mark>[12]):(?<version>[1-9][0-9]{0,8}):(?<childId>${UUID}):(?<category>${Object.keys(KNOWN).join('|')}):(?<field>${FIELD}):`,
);
const NAMED = new RegExp(`^${UUID}$`);
const FIELD_NAME = new RegExp(`^${FIELD}$`);

/**
 * Tells a sealed value by its header, without looking at the ciphertext. The door refuses plain text that passes here, so
 * that nobody's own text is ever taken for a sealed value; ordinary text that only begins with `sealed:` does not pass.
 */
export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'string' && HEADER.test(value);
}

/**
 * The header as it stands in front of the ciphertext.
 *
 * @throws TypeError when the child is not named by a lower-case UUID, or the field not by ASCII letters, digits and `_.[]-`.
 */
export function headerText({ suite, version, childId, category, field }: SealedHeader): string {
  if (!NAMED.test(childId)) throw new TypeError('a child is named by a UUID in lower case');
  if (!FIELD_NAME.test(field)) throw new TypeError('a sealed field is named by ASCII letters, digits and _.[]-');
  return `sealed:${suite === 'gm' ? 2 : 1}:${version}:${childId}:${category}:${field}`;
}

export function compose(header: string, frame: Buffer): Sealed {
  return `${header}:${frame.toString('base64url')}` as Sealed;
}

/** @throws VaultError `tampered` when the text has another form. */
export function take(sealed: string): Taken {
  const found = HEADER.exec(sealed);
  const { mark, version, childId, category, field } = found?.groups ?? {};
  if (!found || !childId || !field || !isCategory(category)) throw malformed();
  const payload = sealed.slice(found[0].length);
  const frame = Buffer.from(payload, 'base64url');
  // Node skips what is not base64url, and the last character has bits to spare: one value has one form only.
  if (frame.length < FRAME || frame.toString('base64url') !== payload) throw malformed();
  const suite = mark === '2' ? 'gm' : 'intl';
  return { suite, version: Number(version), childId, category, field, aad: found[0].slice(0, -1), frame };
}

function isCategory(text: string | undefined): text is PersonalCategory {
  return text !== undefined && Object.hasOwn(KNOWN, text);
}

const malformed = () => new VaultError('tampered', 'this is not the form of a sealed value');
