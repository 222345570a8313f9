#!/usr/bin/env node
// An example of a key provider: each key is a file in the folder KEY_PROVIDER_FOLDER, which must not be that of the service or
// in its backups. A real one asks a hardware module or a key service instead. Called as `wrap`, `unwrap <id>`, `destroy <id>`.
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const folder = process.env.KEY_PROVIDER_FOLDER;
const [verb, id] = process.argv.slice(2);
if (!folder || (id && !/^[0-9a-f-]{36}$/.test(id))) process.exit(2);
const path = (name) => join(folder, `${name}.key`);

if (verb === 'wrap') {
  const [keyId, key, iv] = [randomUUID(), randomBytes(32), randomBytes(12)];
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path(keyId), key, { mode: 0o600, flag: 'wx', flush: true });
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(keyId));
  const sealed = [
    iv,
    cipher.update(Buffer.from(await text(process.stdin), 'base64')),
    cipher.final(),
    cipher.getAuthTag(),
  ];
  console.log(`${keyId} ${Buffer.concat(sealed).toString('base64')}`);
} else if (verb === 'unwrap' && id) {
  const frame = Buffer.from(await text(process.stdin), 'base64');
  const decipher = createDecipheriv('aes-256-gcm', readFileSync(path(id)), frame.subarray(0, 12));
  decipher.setAAD(Buffer.from(id)).setAuthTag(frame.subarray(-16));
  console.log(Buffer.concat([decipher.update(frame.subarray(12, -16)), decipher.final()]).toString('base64'));
} else if (verb === 'destroy' && id) {
  try {
    writeFileSync(path(id), Buffer.alloc(statSync(path(id)).size), { flush: true });
    rmSync(path(id));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error; // it is gone already
  }
} else process.exit(2);
