/** Names under which Nest hands out what is not a class. */
export const RUNTIME = Symbol('runtime');
export const READINESS = Symbol('readiness');
export const DEMO = Symbol('demo');
export const AUTHENTICATE = Symbol('authenticate');
