import { sep } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** Folders of specs that take long, the longest first: one that began last would be waited for alone. */
const LONGEST = ['test/scenario/', 'test/process/', 'test/prove/', 'test/'].map((folder) =>
  folder.replaceAll('/', sep),
);

/** The order in which jest begins specs: what plays whole cases or starts processes before what is done in a moment (排序). */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path, context }) => {
      const within = path.slice(context.config.rootDir.length + 1);
      const found = LONGEST.findIndex((folder) => within.startsWith(folder));
      return found < 0 ? LONGEST.length : found;
    };
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
}
