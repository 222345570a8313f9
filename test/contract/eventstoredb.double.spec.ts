import { eventStoreDb } from '#event-store';
import { eventStoreContract } from '../../libs/event-store/src/contract.ts';
import { DoubleServer } from '../../libs/event-store/src/eventstoredb/double/server.fixture.ts';

eventStoreContract('EventStoreDB, on a double', async () => {
  const double = await DoubleServer.start();
  const store = await eventStoreDb({ connectionString: double.connectionString });
  return { store, cleanup: async () => double.die() };
});
