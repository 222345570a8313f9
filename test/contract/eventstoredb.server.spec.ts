import { randomUUID } from 'node:crypto';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { eventStoreContract } from '../../libs/event-store/src/contract.ts';
import { eventStoreDbSubject } from '../../libs/event-store/src/eventstoredb/subject.fixture.ts';

/** The second lane: the same contract on a real server, wherever something can run its container. */
const IMAGE = 'eventstore/eventstore:24.10';
const PORT = 2113;

const missing = await getContainerRuntimeClient().then(
  () => undefined,
  (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0],
);

if (missing === undefined) {
  let server: StartedTestContainer | undefined;

  beforeAll(async () => {
    server = await new GenericContainer(IMAGE)
      .withEnvironment({ EVENTSTORE_INSECURE: 'true', EVENTSTORE_MEM_DB: 'true', EVENTSTORE_RUN_PROJECTIONS: 'None' })
      .withExposedPorts(PORT)
      .withWaitStrategy(Wait.forHttp('/health/live', PORT).forStatusCode(204))
      .withStartupTimeout(150_000)
      .start();
  }, 300_000); // the image may have to be fetched

  afterAll(async () => {
    await server?.stop();
  });

  eventStoreContract(`EventStoreDB, ${IMAGE}`, async () => {
    if (!server) throw new Error('the server did not start');
    return eventStoreDbSubject({ host: server.getHost(), port: server.getMappedPort(PORT) }, `${randomUUID()}-`);
  });
} else {
  process.stdout.write(`EventStoreDB: the contract on a real server is skipped, no container runtime: ${missing}\n`);
  it.skip(`event store contract: EventStoreDB, ${IMAGE}: skipped, no container runtime (${missing})`, () => undefined);
}
