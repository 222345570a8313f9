import { dataKeysContract } from './data.keys.contract.ts';
import { memoryDataKeys } from './data.keys.ts';

dataKeysContract('memory', async () => memoryDataKeys());
