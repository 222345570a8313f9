import { type DestinationStream, type Logger, pino } from 'pino';
import { StoreError } from '#event-store';
import { CaseParked, EmbeddedPostgresError, VaultError, ViewsUnavailable } from '#runtime';
import { TreeMoved } from '#transparency';
import { SetupError } from './config.ts';

/** What may stand in a line of the log (日志白名单); whatever else is handed over is left out. */
const FIELDS = ['requestId', 'err'] as const;

/** Errors of ours whose texts name streams, revisions and settings, and never what an officer wrote. */
const OURS = [CaseParked, StoreError, VaultError, SetupError, EmbeddedPostgresError, ViewsUnavailable, TreeMoved];

/** A log of JSON lines that carries nothing personal, by allow-list: known fields, and of a stranger's error its kind and place alone. */
export function serviceLogger(level: string, destination?: DestinationStream): Logger {
  const formatters = {
    log: (given: Record<string, unknown>) =>
      Object.fromEntries(FIELDS.flatMap((field) => (field in given ? [[field, given[field]]] : []))),
  };
  const options = { level, formatters, serializers: { err: described } };
  return destination ? pino(options, destination) : pino(options);
}

/** Names of errors and codes are words; whatever is not may hold anything. */
const WORD = /^\w{1,60}$/;

/**
 * An error as the log may have it: its kind, its code and where it was thrown; its text only when it is ours. Texts of others
 * (database, parsers, GraphQL) quote values.
 */
export function described(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, code, routine } = error as Error & { code?: unknown; routine?: unknown };
  const ours = OURS.some((kind) => error instanceof kind);
  return {
    type: WORD.test(name) ? name : 'Error',
    ...(typeof code === 'string' && WORD.test(code) ? { code } : {}),
    ...(typeof routine === 'string' && WORD.test(routine) ? { routine } : {}),
    ...(ours ? { message: error.message } : {}),
    stack: placesOf(error),
    ...(error.cause instanceof Error ? { cause: described(error.cause) } : {}),
  };
}

/** The lines of a stack that name files; those before them repeat the error's text. */
function placesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at \S/.test(line))
    .join('\n');
}
