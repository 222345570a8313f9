import { type ServerUnaryCall, type ServiceError, status } from '@grpc/grpc-js';
import { type Runtime, systemHost } from '#runtime';
import { directory } from '../../desks/src/seen.fixture.ts';
import { readClients } from './clients.ts';
import { noRevocations } from './revocations.ts';
import { exchangeService } from './service.ts';

const URI = 'urn:gov:psb:case-handling';
const clients = readClients(`clients: [{ agency: psb, system: files, uri: "${URI}" }]`, directory, () => '2025-03-03');
const HOUR = 3_600_000;

/** What came of a command that is called at the door of the exchange, and whether the runtime was given it. */
async function called(certificate: { readonly validTo: number }, deadline: number) {
  const given: unknown[] = [];
  const runtime = {
    host: systemHost(),
    systems: { heard: async () => undefined },
    submit: async (request: unknown) => {
      given.push(request);
      throw new Error('the log takes it');
    },
  } as unknown as Runtime;
  const service = exchangeService({
    ...{ runtime, clients, revocations: () => noRevocations, streams: undefined as never, report: () => 'reported' },
    traced: (_, __, work) => work(),
    takeTurn: async () => undefined,
  });
  const sslPeerCertificate = {
    ...{ subjectaltname: `URI:${URI}`, fingerprint256: '', serialNumber: '01', raw: Buffer.alloc(0) },
    valid_to: new Date(certificate.validTo).toUTCString(),
  };
  const call = {
    request: { envelope: { idempotencyKey: 'key-1', caseId: 'b3b0c1d2-0000-4000-8000-000000000000' }, report: {} },
    ...{ getAuthContext: () => ({ sslPeerCertificate }), getDeadline: () => deadline, getPath: () => 'AcceptHandoff' },
    metadata: { getMap: () => ({}) },
  } as unknown as ServerUnaryCall<object, object>;
  const code = await new Promise<number | undefined>((resolve) => {
    const accept = service.AcceptHandoff as (call: object, done: (error: Partial<ServiceError> | null) => void) => void;
    accept(call, (error) => resolve(error?.code));
  });
  return { code, given: given.length };
}

const valid = { validTo: Date.now() + HOUR };

it('gives the runtime what is called in time with a certificate in force', async () => {
  expect(await called(valid, Number.POSITIVE_INFINITY)).toEqual({ code: status.INTERNAL, given: 1 });
  expect((await called(valid, Date.now() + HOUR)).given).toBe(1);
});

it('writes nothing once the deadline has passed', async () => {
  expect(await called(valid, Date.now() - 1)).toEqual({ code: status.DEADLINE_EXCEEDED, given: 0 });
});

it('lets a certificate in no longer that has run out on a connection that is still open', async () => {
  const ranOut = { validTo: Date.now() - HOUR };
  expect(await called(ranOut, Number.POSITIVE_INFINITY)).toEqual({ code: status.UNAUTHENTICATED, given: 0 });
});
