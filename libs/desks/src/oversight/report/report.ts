import type { Bilingual } from '#policy';

/** What stands in a cell: text, a number, or nothing where nothing is told. */
export type Cell = string | number | null;

/** A table for people to take along (表). */
export interface Table {
  readonly title: Bilingual;
  readonly columns: readonly Bilingual[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What is exported or printed (报表): one or more tables about one thing, with what its reader must know. */
export interface Report {
  /** The name of the file, without what comes after the dot. */
  readonly name: string;
  readonly title: Bilingual;
  readonly notes: readonly Bilingual[];
  /** The first is what a format with one table holds. */
  readonly tables: readonly [Table, ...Table[]];
}

export const column = (zh: string, en: string): Bilingual => ({ zh, en });
