import { sharedViewsContract, sharing } from '../shared.views.contract.ts';
import { viewStoreContract } from '../view.store.contract.ts';
import { memoryViews } from './memory.views.ts';

const make = async () => ({
  views: memoryViews([{ name: 'police' }, { name: 'township' }, { name: 'oversight', shared: sharing }]),
  cleanup: async () => undefined,
});

viewStoreContract('memory', make);
sharedViewsContract('memory', make);
