import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder the project stands in, from source as from the bundle: packs, schemas and demo data are read from there. */
export const projectRoot = ((): string => {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'jieli')
      return folder;
  }
  throw new Error('Jieli does not find its own folder');
})();
