/** Why the embedded database could not start or stop: one line for a person, Chinese first, then English. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(chinese: string, english: string, cause?: unknown) {
    super(`${chinese} / ${english}`.replaceAll(/\s+/g, ' '), cause === undefined ? undefined : { cause });
  }
}

/** The system's code of an error (`EACCES`) or the SQLSTATE of a PostgreSQL one, empty when there is none. */
export function codeOf(error: unknown): string {
  // No instanceof: errors of Node's own come from another realm under jest.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Says what is wrong with a folder or file that the system refused. */
export function folderError(path: string, cause: unknown): EmbeddedPostgresError {
  const code = codeOf(cause);
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return new EmbeddedPostgresError(
        `数据目录 ${path} 是文件而不是目录,请换一个数据目录`,
        `The data folder ${path} is, or lies below, a file: choose another data folder`,
        cause,
      );
    case 'EACCES':
    case 'EPERM':
      return new EmbeddedPostgresError(
        `没有权限读写 ${path},请把数据目录交给当前用户,或换一个数据目录`,
        `No permission to read and write ${path}: give the data folder to this user or choose another one`,
        cause,
      );
    case 'EROFS':
      return new EmbeddedPostgresError(
        `${path} 在只读文件系统上,请换一个数据目录`,
        `${path} is on a read-only file system: choose another data folder`,
        cause,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new EmbeddedPostgresError(
        `磁盘已满,无法写入 ${path},请先腾出空间`,
        `No space left to write ${path}: free some disk space first`,
        cause,
      );
    default:
      return new EmbeddedPostgresError(
        `无法使用数据目录 ${path}(${code || String(cause)}),请换一个数据目录`,
        `The data folder ${path} cannot be used (${code || String(cause)}): choose another data folder`,
        cause,
      );
  }
}
