import 'reflect-metadata';

export { commandClasses } from './command.classes.ts';
export { Envelope } from './envelope.ts';
export { OpenIdentity } from './open.identity.ts';
export { BadInput, type InputProblem, readCommand, readFields } from './read.command.ts';
export type { RuleName } from './rule.ts';
