import { pinyin } from 'pinyin-pro';
import type { KeyFile } from './key.file.ts';
import { keyedDigest } from './suite.ts';

/** What is known of a child when it comes in at the door, as far as it helps to find the same child again (比对). */
export interface ChildToMatch {
  readonly name: string;
  /** As written in the register: `2014-05-06`. */
  readonly birthDate?: string;
  /** 身份证号 or the number of another document. */
  readonly idNumber?: string;
  readonly phone?: string;
}

/** Keyed match tags: equal tags point to the same child, and without the key they say nothing about it. */
export function matchTags(
  keys: Pick<KeyFile, 'suite' | 'tags'>,
  { name, birthDate, idNumber, phone }: ChildToMatch,
): string[] {
  const id = idOf(idNumber ?? '');
  const number = phoneOf(phone ?? '');
  const [sound, born] = [soundOf(name), plain(birthDate ?? '').trim()];
  const tag = (kind: string, text: string) => `${kind}:${keyedDigest(keys.suite, keys.tags, `${kind}\n${text}`)}`;
  return [
    ...(id ? [tag('id', id)] : []),
    ...(number ? [tag('phone', number)] : []),
    ...(sound && born ? [tag('sound', `${sound}\n${born}`)] : []),
  ];
}

/** The name as it sounds: toneless pinyin (无声调拼音), family names with many readings as family names; what has no pinyin stays itself. */
export function soundOf(name: string): string {
  const bare = plain(name).replace(/[\s·•‧∙⋅・․.]/gu, '');
  return pinyin(bare, { toneType: 'none', type: 'array', surname: 'head' }).join(' ');
}

const idOf = (text: string) =>
  plain(text)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A number in China is the same with and without its country code; another country's keeps its own. */
function phoneOf(text: string): string {
  const dialled = plain(text).replace(/[^0-9+]/g, '');
  return dialled.replace(/^(?:\+|00)86|^86(?=1[0-9]{10}$)/, '').replace(/^[+0]+/, '');
}

/** Full-width digits, composed letters and characters kept twice in Unicode become one; what is invisible goes. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
