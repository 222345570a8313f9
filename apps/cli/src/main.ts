import { CopyError, StoreError } from '#event-store';
import { BadTarget, EmbeddedPostgresError } from '#runtime';
import { ScenarioError } from '#scenario';
import { fitHeap, SetupError } from '#service';
import { NoteError } from '#transparency';
import { VaultError } from '#vault';
import { jieliProgram } from './program.ts';

/** Whose message is for a person; of all others the stack is shown. */
const KNOWN = [
  SetupError,
  EmbeddedPostgresError,
  ScenarioError,
  VaultError,
  CopyError,
  StoreError,
  NoteError,
  BadTarget,
];

fitHeap();
jieliProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const known = KNOWN.some((kind) => error instanceof kind);
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${known ? message : stack}\n`);
    process.exitCode = 1;
  });
