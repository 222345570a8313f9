export * from './age.ts';
export * from './instant.ts';
export * from './span.ts';
export * from './work.calendar.ts';
export * from './working.time.ts';
