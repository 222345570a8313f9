import { BadInput, type InputProblem } from '#commands';
import type { Bilingual } from '#policy';
import { enumNames, fieldsOfMessage, named, oneofOf } from '../contract.ts';
import type { RoutedCommand } from './routes.ts';

export function oneOf(names: readonly string[]): Bilingual {
  return { zh: `应为下列之一：${names.join('、')}。`, en: `Takes one of: ${names.join(', ')}.` };
}

/** The name of what a method's message must choose: its oneof. */
export function choiceIn(method: string): string {
  return oneofOf(`${method}Request`);
}

/**
 * What is wrong with a command, said in the words of the contract: where the field stands in the message that was sent
 * (`envelope.case_id`, `work_order.result`), and names of an enumeration as the contract has them (`SEX_FEMALE`).
 */
export function inContractWords(
  { problems }: BadInput,
  { method, part }: Pick<RoutedCommand, 'method' | 'part'>,
): BadInput {
  const envelope = fieldsOfMessage('Envelope');
  const told = ({ field, rule, message }: InputProblem): InputProblem => {
    const own = field.split('.').map(named);
    const within = envelope.has(own[0] ?? '') ? ['envelope'] : part === undefined ? [] : [part];
    const path = [...within, ...own];
    const names = rule === 'enum' ? enumNames(`${method}Request`, path) : [];
    return { field: path.join('.'), rule, message: names.length > 0 ? oneOf(names) : message };
  };
  return new BadInput(problems.map(told));
}
