import { appendFunctions } from './append.functions.ts';

/**
 * The log remembers in which order it is. `turn` is the id of the transaction that wrote an event, where events stand in the order
 * of transactions, and 0 where a sequencer numbers them: so those that are there stand before all that are written after a change.
 */
export const order = (schema: string): string => `
alter table "${schema}".event add column turn bigint not null default 0;
create table "${schema}".ordering (
  one boolean primary key default true check (one),
  by text not null check (by in ('sequencer', 'horizon')),
  -- added to ids of transactions: a log restored into a younger cluster has greater ones than the cluster gives
  shift bigint not null default 0
);
insert into "${schema}".ordering (by) values ('sequencer');
${appendFunctions(schema, 'sequencer')}`;
