import { rulesOf } from './check.ts';
import type { PackFile } from './pack.schema.ts';

/** A rule whose quote does not stand in the document that it names. */
export interface QuoteProblem {
  readonly pack: string;
  readonly rule: string;
  readonly seed: string;
  readonly quote: string;
}

/**
 * Checks quotes against the policy documents (引文核对): letter for letter, white space aside.
 *
 * @param documents the text of each document by its file name; a document that is not among them has every quote wrong.
 */
export function wrongQuotes(
  files: readonly PackFile[],
  documents: ReadonlyMap<string, string>,
): readonly QuoteProblem[] {
  const texts = new Map([...documents].map(([name, text]) => [name, bare(text)]));
  return files.flatMap((file) =>
    rulesOf(file).flatMap(([path, { cite }]) => {
      if (!('seed' in cite) || texts.get(cite.seed)?.includes(bare(cite.quote))) return [];
      return [{ pack: file.pack, rule: path.join('.'), seed: cite.seed, quote: cite.quote }];
    }),
  );
}

function bare(text: string): string {
  return text.replaceAll(/\s/g, '');
}
