import { Transform, Type } from 'class-transformer';
import { IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import type { Open } from '#case';
import { type Rule, required } from './rule.ts';

/** A class whose fields carry the decorators below. */
export type FieldClass<T extends object = object> = new () => T;

/** What a field holds: how it is tidied and which rules it must meet. `V` is the type it has once they hold. */
export interface Kind<V> {
  readonly form: 'text' | 'id' | 'date' | 'instant' | 'number' | 'boolean' | 'choice' | 'choices' | 'ids' | 'object';
  readonly rules: readonly Rule[];
  /** Brings text into its one form, so that equal things are equal text. */
  readonly tidy?: (text: string) => string;
  /** The day that the value names, which must have come by now; of a value that breaks another rule, none. */
  readonly happened?: (value: string) => string | undefined;
  /** The values of a choice. */
  readonly values?: readonly string[];
  readonly object?: FieldClass;
  /** Never set: keeps `V` in the type. */
  readonly value?: V;
}

/** A field as it was declared. */
export interface Field {
  readonly required: boolean;
  readonly kind: Kind<unknown>;
}

/**
 * Every field of a pure input in plain text, none left out: an optional one stands as `| undefined`, so a field added to the
 * pure input does not compile until its class has it.
 */
export type Fields<T> = { [K in keyof Required<T>]: Open<T>[K & keyof Open<T>] };

type Names<T, K extends keyof T, V, IsOptional extends boolean> = [V] extends [T[K]]
  ? [undefined extends T[K] ? true : false] extends [IsOptional]
    ? K
    : never
  : never;

const declared = new Map<object, Map<string, Field>>();

/** The fields of a class, in the order they are declared in; those that it takes over from another come last. */
export function fieldsOf(type: FieldClass): ReadonlyMap<string, Field> {
  const own: ReadonlyMap<string, Field> = declared.get(type.prototype) ?? new Map();
  const above = Object.getPrototypeOf(type.prototype);
  return above === Object.prototype ? own : new Map([...own, ...fieldsOf(above.constructor)]);
}

/** A field that must be given (必填). */
export function Needed<V>(kind: Kind<V>) {
  return <T extends object, K extends keyof T & string>(target: T, name: K & Names<T, K, V, false>): void => {
    declare(target, name, { required: true, kind });
    for (const rule of [required, ...kind.rules]) checked(rule)(target, name);
  };
}

/** A field that may be left out (选填). */
export function Optional<V>(kind: Kind<V>) {
  return <T extends object, K extends keyof T & string>(target: T, name: K & Names<T, K, V, true>): void => {
    declare(target, name, { required: false, kind });
    IsOptional()(target, name);
    for (const rule of kind.rules) checked(rule)(target, name);
  };
}

function declare(target: object, name: string, field: Field): void {
  const fields = declared.get(target) ?? new Map<string, Field>();
  declared.set(target, fields.set(name, field));
  const { tidy, object } = field.kind;
  if (tidy) Transform(({ value }) => (typeof value === 'string' ? tidy(value) : value))(target, name);
  if (object) {
    Type(() => object)(target, name);
    ValidateNested()(target, name);
  }
}

function checked({ name, message, holds }: Rule): PropertyDecorator {
  return ValidateBy(
    { name, validator: { validate: (value, about) => holds(value, about?.object ?? {}), defaultMessage: () => name } },
    { context: message },
  );
}
