import type { Instant } from '#calendar';
import type { Agency } from '#policy';

/** Where a scenario is played: a running service, its officers' tokens, and a clock that the stage owns. */
export interface Stage {
  readonly url: string;
  /** Names that a scenario may use, so that a misspelt one is told before anything is played. */
  readonly names: StageNames;
  /** Whose agency is meant by a type (the nearest to the place) or an id. */
  agency(who: string, place: string): Agency | undefined;
  /** A token for the n-th officer of an agency. */
  token(agency: string, officer: number): Promise<string>;
  /** The path of the desk that an agency works at. */
  deskPath(agency: Agency): string | undefined;
  /** Lets time pass until a moment, with all that time alone brings about. */
  passTo(moment: Instant): Promise<void>;
  /** Resolves when everything that was done can be seen. */
  settled(): Promise<void>;
}

/** The names that a service knows. */
export interface StageNames {
  readonly agencies: readonly string[];
  readonly commands: readonly string[];
  readonly events: readonly string[];
  readonly clocks: readonly string[];
  readonly refusals: readonly string[];
}
