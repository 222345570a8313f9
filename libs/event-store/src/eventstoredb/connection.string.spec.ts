import { StoreError } from '../port.ts';
import { connect } from './client.ts';

const refusal = (connectionString: string) => {
  try {
    connect(connectionString);
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

it.each([
  'esdb://127.0.0.1:2113?tls=false',
  'esdb://admin:changeit@a:2113,b:2113,c:2113?nodePreference=leader&keepAliveInterval=10000',
  'esdb+discover://admin:changeit@cluster.example.org:2113?connection_name=jieli&default-deadline=5000',
])('takes %s', async (connectionString) => {
  await connect(connectionString).close();
});

it.each([
  ['another scheme', 'postgres://admin:secret@db'],
  ['no host', 'esdb://'],
  ['an unknown option', 'esdb://admin:secret@db:2113?tls=true&secretive=1'],
  ['an option without a name', 'esdb://admin:secret@db:2113?secret@@=1'],
  ['a value that is none', 'esdb://admin:secret@db:2113?tls=secret'],
  ['a port that is none', 'esdb://admin:secret@db:secret'],
  ['a certificate that is not there', 'esdb://admin:secret@db:2113?tlsCAFile=/nowhere/secret.crt'],
  ['tlsVerifyCert=false, which the client ignores', 'esdb://admin:secret@db:2113?tlsVerifyCert=false'],
  ['throwOnAppendFailure=false, with which it is wrong', 'esdb://admin:secret@db:2113?throwOnAppendFailure=false'],
])('refuses %s, and repeats nothing of it', (_, connectionString) => {
  const { warn } = console;
  const warned: unknown[] = [];
  console.warn = (...words) => warned.push(words);
  try {
    const { code, message } = refusal(connectionString);
    expect(code).toBe('invalid');
    expect(message).not.toMatch(/secret(?!ive)/);
    expect(warned).toEqual([]);
  } finally {
    console.warn = warn;
  }
});
