import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseCommands, caseEvents } from '#case';
import {
  keyMinorCommands,
  keyMinorEvents,
  ledgerCommands,
  ledgerEvents,
  surveyWorkCommands,
  surveyWorkEvents,
} from '#ledger';
import { recommendationCommands, recommendationEvents } from '#recommendation';
import { OLDER_COMMANDS, OLDER_EVENTS } from '#scenario';
import { shippedPackSet } from '../../../libs/policy/src/shipped.fixture.ts';
import { glossary } from './glossary.ts';

it('is what docs/glossary.md says: else npm run -s jieli -- glossary > docs/glossary.md', () => {
  const written = readFileSync(join(import.meta.dirname, '../../../docs/glossary.md'), 'utf8');
  expect(written).toBe(glossary(shippedPackSet));
});

it('has every command and every event once', () => {
  const text = glossary(shippedPackSet);
  const commands = Object.keys({
    ...caseCommands,
    ...recommendationCommands,
    ...ledgerCommands,
    ...keyMinorCommands,
    ...surveyWorkCommands,
  });
  const events = Object.keys({
    ...caseEvents,
    ...recommendationEvents,
    ...ledgerEvents,
    ...keyMinorEvents,
    ...surveyWorkEvents,
  });
  for (const name of [...commands, ...events]) {
    expect([name, text.split(`\n| \`${name}\` |`).length - 1]).toEqual([name, 1]);
  }
});

it('leads older names to names that exist', () => {
  for (const { now } of OLDER_COMMANDS) expect(Object.keys(caseCommands)).toContain(now);
  const events = Object.keys({ ...caseEvents, ...ledgerEvents, ...surveyWorkEvents });
  for (const { now } of OLDER_EVENTS) expect(events).toContain(now);
});
