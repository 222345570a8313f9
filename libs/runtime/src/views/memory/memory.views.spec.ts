import { viewStoreContract } from '../view.store.contract.ts';
import { memoryViews } from './memory.views.ts';

viewStoreContract('memory', async () => ({
  views: memoryViews([{ name: 'police' }, { name: 'township' }]),
  cleanup: async () => undefined,
}));
