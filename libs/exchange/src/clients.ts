import type { PeerCertificate } from 'node:tls';
import { parse } from 'yaml';
import { z } from 'zod';
import { type AgencyDirectory, type Officer, validOn } from '#access';
import type { RegisteredSystem } from '#runtime';

/** Which agency's system a certificate belongs to (证书与机构的绑定). */
export interface ExchangeClients {
  /** Who asks, as an officer of the agency; undefined when the certificate is registered for nobody, or the agency is gone. */
  of(certificate: Pick<PeerCertificate, 'fingerprint256' | 'subjectaltname'>): Officer | undefined;
  /** Whether the certificate is let in no longer, whatever its authority says of it. */
  refused(certificate: Pick<PeerCertificate, 'fingerprint256' | 'serialNumber'>): boolean;
  /** Every system that is registered. */
  readonly systems: readonly RegisteredSystem[];
}

interface System {
  readonly agency: string;
  readonly id: string;
  readonly name: string;
}

const NONE: ReadonlySet<string> = new Set();

/** What is wrong with the file of clients: one line for an operator. */
export class ClientsError extends Error {
  override readonly name = 'ClientsError';
}

const FINGERPRINT = /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/;
const SERIAL = /^[0-9A-F]{2}(?::?[0-9A-F]{2}){0,19}$/;
const URI = /^[a-z][a-z0-9+.-]*:[!-~]+$/;

const fingerprint = z
  .string()
  .toUpperCase()
  .regex(
    FINGERPRINT,
    '须为 SHA-256 指纹，形如 3F:…:A1，共 32 组。Takes a fingerprint by SHA-256: 32 pairs, as in 3F:…:A1',
  );

const file = z.strictObject({
  clients: z
    .array(
      z
        .strictObject({
          agency: z.string(),
          system: z
            .string()
            .regex(/^[a-z0-9-]{1,32}$/, '须为1至32位小写字母、数字或“-”。Takes 1 to 32 small letters, digits or “-”'),
          fingerprint: fingerprint.optional(),
          uri: z
            .string()
            .regex(URI, '须为 URI，如 urn:gov:psb-441502。Takes a URI, such as urn:gov:psb-441502')
            .optional(),
          name: z.string().max(50).optional(),
        })
        .refine(({ fingerprint, uri }) => (fingerprint === undefined) !== (uri === undefined), {
          message: 'one of fingerprint and uri is needed',
        }),
    )
    .min(1),
  refused: z
    .array(
      z.union(
        [z.strictObject({ fingerprint }), z.strictObject({ serial: z.string().toUpperCase().regex(SERIAL) })],
        'one of fingerprint (SHA-256) and serial (hexadecimal, in quotes) is needed',
      ),
    )
    .default([]),
});

/**
 * Reads which certificates speak for which agency, from YAML: `agency`, `system` (it names the system in audit), and either
 * `fingerprint` (SHA-256, `AB:CD:…`) or `uri` (the one URI in the certificate's subjectAltName), so that it may be renewed.
 *
 * `refused` names certificates that were lost: each by `fingerprint` or by `serial` (hexadecimal, as openssl prints it).
 *
 * The agency is looked up at each call, so that one that is closed or renamed in the directory is so here at once.
 *
 * @throws ClientsError naming the place that is wrong, an unknown agency or a certificate named twice.
 */
export function readClients(text: string, directory: AgencyDirectory, today: () => string): ExchangeClients {
  const byMark = new Map<string, System>();
  const { clients, refused } = checked(text);
  const lost = new Set(refused.map((one) => ('serial' in one ? plainSerial(one.serial) : one.fingerprint)));
  for (const { agency: id, system, fingerprint, uri, name = system } of clients) {
    if (!directory.get(id)) throw new ClientsError(`名录中没有机构 ${id}。There is no agency ${id} in the directory.`);
    const mark = fingerprint ?? `URI:${uri}`;
    if (byMark.has(mark)) throw new ClientsError(`证书重复登记：${mark}。A certificate is named twice: ${mark}.`);
    byMark.set(mark, { agency: id, id: `${id}/${system}`, name });
  }
  return {
    systems: clients.map(({ agency, system }) => ({ agency, system })),
    of: ({ fingerprint256, subjectaltname }) => {
      const system = byMark.get(fingerprint256) ?? byMark.get(onlyUri(subjectaltname ?? '') ?? '');
      const agency = system && directory.get(system.agency);
      if (!system || !agency || !validOn(agency, today())) return undefined;
      // a system is no person: it has no conflict of interest, and whoever uses it answers to the agency
      return { id: system.id, name: system.name, agency, role: 'HANDLER', barred: NONE };
    },
    refused: ({ fingerprint256, serialNumber }) => lost.has(fingerprint256) || lost.has(plainSerial(serialNumber)),
  };
}

const plainSerial = (serial: string) => serial.replaceAll(':', '').replace(/^0+(?=.)/, '');

/**
 * Looks at the form of the file alone.
 *
 * @returns the agency of each system that it names.
 * @throws ClientsError naming the place that is wrong.
 */
export function checkClients(text: string): readonly string[] {
  return checked(text).clients.map(({ agency }) => agency);
}

function checked(text: string): z.infer<typeof file> {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new ClientsError(`不是 YAML。Not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const read = file.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ClientsError(`${issue?.path.join('.')}：有误。${issue?.message}.`);
}

/** With two URIs it would be open which of them speaks; names may be quoted, so anything unusual is none. */
function onlyUri(subjectAltName: string): string | undefined {
  const uris = subjectAltName.split(', ').filter((name) => name.startsWith('URI:'));
  return uris.length === 1 ? uris[0] : undefined;
}
