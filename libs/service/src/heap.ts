import { setFlagsFromString } from 'node:v8';

/**
 * Has a process that serves collect its garbage when its heap has grown by half (内存回收), and not only when it has doubled or
 * trebled as V8 would with so much memory in the machine: what a case leaves behind is rubbish at once, and memory that holds
 * rubbish is missing where PostgreSQL keeps its pages. Seen under the load of the bench (`memory.api`): 563 to 646 MB without it, 438 to
 * 522 MB with it, in single runs.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
