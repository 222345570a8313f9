import { Command } from 'commander';
import { describeProblem } from '#policy';
import { checkFolders, shippedPacks } from '#runtime';

/** `jieli policy …`: for officers who write rules. */
export function policyCommand(): Command {
  const policy = new Command('policy').description('政策包。Policy packs.');
  policy
    .command('check')
    .description('校验政策包，逐条指出文件与行号。Check policy packs; each problem with file and line.')
    .argument('[folder...]', '政策包文件夹；不填为随附的政策包。Folders of packs; the shipped ones unless told.')
    .action((folders: string[]) => {
      const own = folders.length > 0 ? folders : [];
      const { files, problems } = checkFolders([shippedPacks, ...own]);
      for (const problem of problems) console.error(describeProblem(problem));
      console.log(
        `${files.length} 个政策包，${problems.length} 个问题。${files.length} packs, ${problems.length} problems.`,
      );
      if (problems.length > 0) process.exitCode = 1;
    });
  return policy;
}
