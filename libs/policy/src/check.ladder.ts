import type { LadderRule, PackFile } from './pack.schema.ts';
import { hint, type Report } from './problem.ts';
import type { ReadPack } from './read.pack.ts';

/** What must hold of ladders (督办阶梯校验): rungs in the order of their time, and clocks that name one there is. */
export function checkLadders(parsed: readonly ReadPack[]): void {
  const ladders = new Map(parsed.flatMap(({ file }) => Object.entries(file.ladders)));
  for (const { file, report } of parsed) {
    checkRungs(file, report);
    for (const [name, { ladder, scope }] of Object.entries(file.clocks)) {
      if (ladder === undefined) continue;
      const rungs = ladders.get(ladder)?.rungs;
      const where = ['clocks', name, 'ladder'];
      if (!rungs) {
        const near = hint(ladder, ladders.keys());
        report(where, `没有督办阶梯“${ladder}”。${near.zh}`, `unknown ladder "${ladder}"${near.en}`);
      } else if (scope === 'supervision' && rungs.some(({ step }) => step === 'supervise')) {
        report(
          where,
          '对督办的答复不得再督办，否则没有尽头。',
          'the answer to a supervision is not supervised in turn: that would never end',
        );
      }
    }
  }
}

function checkRungs({ ladders }: PackFile, report: Report): void {
  for (const [name, { rungs }] of Object.entries(ladders)) {
    rungs.forEach(({ after }, n) => {
      const before = rungs[n - 1];
      if (!before || atLeastHours(before.after) <= atLeastHours(after)) return;
      report(
        ['ladders', name, 'rungs', n],
        `第 ${n + 1} 级早于第 ${n} 级：各级须按超期后的先后排列。`,
        `rung ${n + 1} comes before rung ${n}: rungs stand in the order of their time`,
      );
    });
  }
}

const A_DAY = 24;

/** Hours after a clock ran out, of working days as if all were one after the other. */
function atLeastHours(after: LadderRule['rungs'][number]['after']): number {
  if ('hours' in after) return after.hours;
  return A_DAY * ('days' in after ? after.days : after.workingDays);
}
