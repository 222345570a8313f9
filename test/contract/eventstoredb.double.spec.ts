import { eventStoreContract } from '../../libs/event-store/src/contract.ts';
import { DoubleServer } from '../../libs/event-store/src/eventstoredb/double/server.fixture.ts';
import { eventStoreDbSubject } from '../../libs/event-store/src/eventstoredb/subject.fixture.ts';

eventStoreContract('EventStoreDB, on a double', async () => {
  const double = await DoubleServer.start();
  const { address: host, port } = double.endpoint;
  const subject = await eventStoreDbSubject({ host, port });
  return {
    ...subject,
    cleanup: async () => {
      await subject.cleanup();
      double.die();
    },
  };
});
