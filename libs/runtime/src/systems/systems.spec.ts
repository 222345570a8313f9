import { systemsContract } from './systems.contract.ts';
import { memorySystems } from './systems.ts';

systemsContract('memory', async (host) => memorySystems(host));
