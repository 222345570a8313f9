import 'reflect-metadata';

export { commandClasses } from './command.classes.ts';
export { Envelope } from './envelope.ts';
export { BadInput, type InputProblem, readCommand } from './read.command.ts';
export type { RuleName } from './rule.ts';
