import { eventStoreContract } from '../contract.ts';
import { memoryStore } from './memory.store.ts';

eventStoreContract('memory', async () => ({ store: memoryStore(), cleanup: async () => undefined }));
