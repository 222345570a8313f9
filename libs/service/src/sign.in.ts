import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import {
  type Admit,
  type AgencyDirectory,
  admitListed,
  barredFrom,
  type DemoIssuer,
  demoIssuer,
  demoRules,
  postgresRegistry,
  prepareDirectory,
  remoteKeys,
  type TokenRules,
} from '#access';
import { epochOf } from '#calendar';
import type { Host } from '#runtime';
import { type Config, SetupError } from './config.ts';

/** How officers come in: whose tokens are believed, and who the officers are (登录). */
export interface SignIn {
  readonly rules: TokenRules;
  readonly admit: Admit;
  readonly directory: AgencyDirectory;
  /** In the demo alone. */
  readonly issuer: DemoIssuer | undefined;
  close(): void;
}

export interface SignInOptions extends Pick<Config, 'oidc' | 'production'> {
  readonly host: Host;
  /** The demo's agencies and officers; with an identity provider they stand in the database. */
  readonly directory: AgencyDirectory | undefined;
  readonly trouble: (error: Error) => void;
}

/** How often a process looks whether the directory has changed; a request finds out at once. */
const LOOK_AGAIN = 5_000;

/** @throws SetupError when neither an identity provider nor, outside production, a demo is there to sign anybody in. */
export async function openSignIn(options: SignInOptions, pool: Pool): Promise<SignIn> {
  const { oidc, production, host, directory, trouble } = options;
  const now = () => epochOf(host.now());
  if (!oidc) {
    if (production || !directory) {
      throw new SetupError('生产环境须设置 JIELI_OIDC_ISSUER。Production needs JIELI_OIDC_ISSUER.');
    }
    const issuer = await demoIssuer();
    const rules = demoRules(issuer, now);
    return { rules, admit: await keptOut(admitListed(directory), pool), directory, issuer, close: () => undefined };
  }
  const registry = await postgresRegistry(pool, host.now);
  let cancel: () => void = () => undefined;
  const lookAgain = () => {
    cancel = host.after(LOOK_AGAIN, () => {
      registry.refresh().catch(trouble).then(lookAgain);
    });
  };
  lookAgain();
  return {
    rules: { ...oidc, keys: remoteKeys({ issuer: oidc.issuer }), now },
    admit: registry.admit,
    directory: registry.directory,
    issuer: undefined,
    close: () => {
      cancel();
      cancel = () => undefined;
    },
  };
}

/** The demo's officers are listed in a file; whom a case is kept from stands in the database as ever. */
async function keptOut(admit: Admit, pool: Pool): Promise<Admit> {
  await prepareDirectory(pool);
  const barred = barredFrom(pool);
  return async (claims) => {
    const officer = await admit(claims);
    return typeof officer === 'string' ? officer : { ...officer, barred: await barred(officer.id) };
  };
}

/**
 * What a demo has been played into holds invented persons under a key that was never kept with care: it does not become a
 * production service.
 *
 * @throws SetupError
 */
export function refuseDemoFolder({ production, oidc, dataDir }: Config): void {
  if (!(production || oidc) || !existsSync(join(dataDir, 'demo.json'))) return;
  throw new SetupError(
    `数据目录 ${dataDir} 属于演示：其密钥与个案不得用于正式环境，请另设 JIELI_DATA 与数据库。` +
      `The data folder ${dataDir} is a demo’s: neither its key nor its cases are for real use; set JIELI_DATA and a database anew.`,
  );
}
