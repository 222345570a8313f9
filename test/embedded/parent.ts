import { startEmbeddedPostgres } from '../../libs/runtime/src/embedded/embedded.postgres.ts';

// A parent process of its own, for the specs that kill it: starts the server and says so.
const [, , dataDir = '', ending] = process.argv;
const { url, adopted, stop } = await startEmbeddedPostgres({ dataDir, durable: false });
process.on('SIGTERM', () => stop().then(() => process.exit(0)));
if (ending === 'deaf') process.on('SIGINT', () => undefined);
process.on('SIGUSR2', () => {
  throw new Error('as if by a mistake');
});
console.log(JSON.stringify({ url, adopted }));
setInterval(() => undefined, 60_000);
