import { StoreError } from '../port.ts';

/** Options of the client's connection string, in its own spelling made flat: without case, `_` and `-`. */
const OPTIONS = new Set(
  [
    ...['tls', 'tlsVerifyCert', 'tlsCAFile', 'userCertFile', 'userKeyFile', 'connectionName', 'defaultDeadline'],
    ...['nodePreference', 'maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout'],
    ...['keepAliveInterval', 'keepAliveTimeout', 'throwOnAppendFailure'],
  ].map(flat),
);

/** What the client takes without a word and does not do. */
const BROKEN = new Map([
  ['tlsverifycert', 'tlsVerifyCert=false is not honoured by the client; name the authority with tlsCAFile'],
  ['throwonappendfailure', 'throwOnAppendFailure=false makes the client answer with wrong revisions'],
]);

/**
 * Checks a connection string before the client sees it: the client prints the whole string, password and all, when an option
 * is unknown to it. No message of ours repeats a part of the string but the name of an option.
 *
 * @throws StoreError `invalid`.
 */
export function checkConnectionString(connectionString: string): void {
  if (!/^esdb(\+discover)?:\/\/./.test(connectionString.trim())) {
    throw new StoreError('invalid', 'an EventStoreDB connection string begins with esdb:// or esdb+discover://');
  }
  const query = connectionString.slice(connectionString.lastIndexOf('?') + 1);
  if (query === connectionString) return;
  for (const option of query.trim().split('&')) {
    const [name = '', value = ''] = option.split('=');
    if (!OPTIONS.has(flat(name))) {
      const named = /^\w{1,40}$/.test(name) ? name : 'an option';
      throw new StoreError(
        'invalid',
        `the EventStoreDB connection string has ${named}, which the client does not know`,
      );
    }
    const broken = BROKEN.get(flat(name));
    if (broken !== undefined && value.trim() === 'false') throw new StoreError('invalid', broken);
  }
}

function flat(name: string): string {
  return name.trim().toLowerCase().replace(/[_-]/g, '');
}
