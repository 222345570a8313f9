import type { PackSet } from '#policy';
import type { Context } from './command.ts';

/**
 * Finds the pack that a clock began under (起算时的政策包): the version that was recorded with it, as it stood on that day.
 *
 * @throws Error when the installation has lost that pack.
 */
export function packOf(packs: Pick<PackSet, 'get'>): Context['packOf'] {
  return ({ pack, from }) => {
    const [name = ''] = pack.split('@');
    const found = packs.get(name, from.slice(0, 10));
    if (!found) throw new Error(`there is no policy pack ${pack}, under which a clock runs`);
    return found;
  };
}
