import { isKeyMinorCommand, isLedgerCommand } from '#ledger';
import { isRecommendationCommand } from '#recommendation';
import type { StandingService } from './standing.service.ts';

/** What a desk answered, as it came over the wire. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly data?: Record<string, unknown> | null;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>> & { readonly code?: string };
  }[];
}

/** What a mutation came to: accepted with its events, or refused with its code. */
export interface Outcome {
  readonly __typename: 'Accepted' | 'RecommendationAccepted' | 'LedgerAccepted' | 'KeyMinorAccepted' | 'Refused';
  readonly caseId?: string;
  readonly recommendationId?: string;
  readonly ledgerEntryId?: string;
  readonly keyMinorEntryId?: string;
  readonly view?: string;
  readonly version?: string | null;
  readonly events?: readonly string[];
  readonly enteredLate?: boolean;
  readonly repeated?: boolean;
  readonly clocks?: readonly { readonly effect: string; readonly id: string; readonly clock: string }[];
  readonly code?: string;
  readonly standing?: string | null;
  readonly cite?: {
    readonly source: string | null;
    readonly clause: string | null;
    readonly note: string | null;
  } | null;
}

function accepted(command: string): string {
  if (isLedgerCommand(command)) return 'LedgerAccepted { ledgerEntryId';
  if (isKeyMinorCommand(command)) return 'KeyMinorAccepted { keyMinorEntryId';
  return isRecommendationCommand(command) ? 'RecommendationAccepted { recommendationId' : 'Accepted { caseId';
}

const shown = (command: string) => `{ __typename
  ... on ${accepted(command)} version events enteredLate repeated view clocks { effect id clock due at late } }
  ... on Refused { code standing cite { source clause note } message { zh en } } }`;

let keys = 0;

/** An officer at the desk of their agency, over HTTP as any client. */
export class DeskClient {
  constructor(
    private readonly standing: StandingService,
    readonly agency: string,
    readonly officer = 1,
  ) {}

  /** The address of the agency's desk. */
  get url(): string {
    const { stage, directory } = this.standing;
    const agency = directory.get(this.agency);
    const path = agency && stage.deskPath(agency);
    if (!path) throw new Error(`${this.agency} works at no desk`);
    return stage.url + path;
  }

  /** Sends a body as it is, with headers beside or in place of the usual ones. */
  async post(body: string, headers: Record<string, string> = {}, method = 'POST'): Promise<Reply> {
    const usual = { 'content-type': 'application/json', authorization: await this.bearer() };
    return read(await fetch(this.url, { method, headers: { ...usual, ...headers }, body }));
  }

  async bearer(): Promise<string> {
    return `Bearer ${await this.standing.stage.token(this.agency, this.officer)}`;
  }

  ask(query: string, variables: object = {}): Promise<Reply> {
    return this.post(JSON.stringify({ query, variables }));
  }

  /** Asks for what must be there. */
  async sees<T>(query: string, variables: object = {}): Promise<T> {
    const { data, text } = await this.ask(query, variables);
    if (!data) throw new Error(`there was no answer: ${text}`);
    return data as T;
  }

  /** Gives a command; without a key of its own it gets a new one. */
  give(command: string, input: object): Promise<Reply> {
    keys += 1;
    const mutation = command.charAt(0).toLowerCase() + command.slice(1);
    const query = `mutation($input: ${command}Input!) { outcome: ${mutation}(input: $input) ${shown(command)} }`;
    return this.ask(query, { input: { idempotencyKey: `key-${keys}`, ...input } });
  }

  /** Gives a command that comes to an outcome, be it a refusal. */
  async outcome(command: string, input: object): Promise<Outcome> {
    const { data, text } = await this.give(command, input);
    if (!data?.outcome) throw new Error(`${command} had no outcome: ${text}`);
    return data.outcome as Outcome;
  }

  /** Gives a command that must be accepted. */
  async accepted(command: string, input: object): Promise<Outcome & { readonly caseId: string }> {
    const outcome = await this.outcome(command, input);
    const { caseId } = outcome;
    if (caseId === undefined) throw new Error(`${command} was refused: ${JSON.stringify(outcome)}`);
    return { ...outcome, caseId };
  }
}

/** Gives a command on a ledger entry that must be accepted. */
export async function onLedger(
  client: DeskClient,
  command: string,
  input: object,
): Promise<Outcome & { readonly ledgerEntryId: string }> {
  const outcome = await client.outcome(command, input);
  const { ledgerEntryId } = outcome;
  if (ledgerEntryId === undefined) throw new Error(`${command} was refused: ${JSON.stringify(outcome)}`);
  return { ...outcome, ledgerEntryId };
}

/** Gives a command on the key-minor register that must be accepted. */
export async function onRegister(
  client: DeskClient,
  command: string,
  input: object,
): Promise<Outcome & { readonly keyMinorEntryId: string }> {
  const outcome = await client.outcome(command, input);
  const { keyMinorEntryId } = outcome;
  if (keyMinorEntryId === undefined) throw new Error(`${command} was refused: ${JSON.stringify(outcome)}`);
  return { ...outcome, keyMinorEntryId };
}

/** Gives a command on a recommendation that must be accepted. */
export async function recommended(
  client: DeskClient,
  command: string,
  input: object,
): Promise<Outcome & { readonly recommendationId: string }> {
  const outcome = await client.outcome(command, input);
  const { recommendationId } = outcome;
  if (recommendationId === undefined) throw new Error(`${command} was refused: ${JSON.stringify(outcome)}`);
  return { ...outcome, recommendationId };
}

export async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  const json = text.startsWith('{') ? (JSON.parse(text) as Partial<Reply>) : {};
  return { status: response.status, text, data: json.data, errors: json.errors ?? [] };
}
