import { spawn } from 'node:child_process';
import { VaultError } from './vault.error.ts';

/**
 * Keeps what wraps the key file (密钥管理服务, KMS): a hardware module, a service, another machine. Then the file alone opens nothing, and
 * what a destroyed key wrapped is lost, whatever copies of the file there are.
 */
export interface KeyProvider {
  /** Makes a key and wraps under it; the name by which the key is asked for again. */
  wrap(plain: Buffer): Promise<{ readonly keyId: string; readonly wrapped: Buffer }>;
  unwrap(keyId: string, wrapped: Buffer): Promise<Buffer>;
  /** Destroys a key for good; one that is gone already is no error. */
  destroy(keyId: string): Promise<void>;
}

const PATIENCE = 10_000;
const MOST = 1024 * 1024;
const KEY_ID = /^[!-~]{1,200}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * A provider that is a program (外部命令): `<command> wrap`, `<command> unwrap <key id>`, `<command> destroy <key id>`. What is wrapped or
 * unwrapped comes in as base64 on its standard input and goes out so; before it, `wrap` says the key id and a space. It is
 * given PATH, HOME and variables that begin with `KEY_PROVIDER_`, and ends with 0 within ten seconds.
 *
 * @throws VaultError `key-file`, of each method, one line in Chinese and English without anything that the program said.
 */
export function commandKeyProvider(command: string): KeyProvider {
  const ask = (args: readonly string[], given = '') => run(command, args, given);
  return {
    async wrap(plain) {
      const [keyId = '', wrapped = '', ...rest] = (await ask(['wrap'], plain.toString('base64'))).split(' ');
      if (!KEY_ID.test(keyId) || !BASE64.test(wrapped) || rest.length > 0) throw failed(command, 'wrap');
      return { keyId, wrapped: Buffer.from(wrapped, 'base64') };
    },
    async unwrap(keyId, wrapped) {
      const plain = await ask(['unwrap', keyId], wrapped.toString('base64'));
      if (!BASE64.test(plain)) throw failed(command, 'unwrap');
      return Buffer.from(plain, 'base64');
    },
    destroy: async (keyId) => void (await ask(['destroy', keyId])),
  };
}

function run(command: string, args: readonly string[], given: string): Promise<string> {
  const allowed = Object.entries(process.env).filter(([name]) => /^(?:PATH|HOME|KEY_PROVIDER_.*)$/.test(name));
  const [verb = ''] = args;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: Object.fromEntries(allowed),
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      said += part;
      if (said.length > MOST) child.kill('SIGKILL');
    });
    child.on('error', (error) => reject(failed(command, verb, error)));
    child.on('close', (code) => (code === 0 ? resolve(said.trim()) : reject(failed(command, verb))));
    child.stdin.on('error', () => undefined); // it ended without reading: its exit code says whether that was right
    child.stdin.end(given);
  });
}

const failed = (command: string, verb: string, cause?: unknown) =>
  new VaultError(
    'key-file',
    `密钥管理程序 ${command} 未能完成 ${verb} / The key provider ${command} did not do ${verb}`,
    cause,
  );
