import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** What a program of ours was asked on its command line. */
interface CommandLine<Options extends ParseArgsOptionsConfig> {
  readonly values: ReturnType<typeof parseArgs<{ options: Options }>>['values'];
  readonly positionals: readonly string[];
  /** A whole number given to an option, or undefined; anything else is refused. */
  whole(option: string, given: string | undefined, least?: number): number | undefined;
  /** Says what is wrong and how it is meant, and ends with 2. */
  refuse(why: string): never;
}

/** Reads the command line of the bench or of the proofs; `--help` prints the help and ends, and what is not understood is refused. */
export function commandLine<Options extends ParseArgsOptionsConfig>(
  help: string,
  options: Options,
  allowPositionals = false,
): CommandLine<Options> {
  const refuse = (why: string): never => {
    process.stderr.write(`${why}\n\n${help}\n`);
    process.exit(2);
  };
  const asked = process.argv.slice(2);
  if (asked.includes('--help') || asked.includes('-h')) {
    console.log(help);
    process.exit(0);
  }
  const read = () => {
    try {
      return parseArgs({ args: asked, options, allowPositionals });
    } catch (problem) {
      return refuse(problem instanceof Error ? problem.message : String(problem));
    }
  };
  const whole = (option: string, given: string | undefined, least = 0) => {
    if (given === undefined) return undefined;
    if (!/^\d{1,9}$/.test(given) || Number(given) < least) {
      return refuse(`--${option} takes a whole number from ${least}, not ${given}`);
    }
    return Number(given);
  };
  return { ...read(), whole, refuse };
}
