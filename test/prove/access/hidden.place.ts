import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { admitListed, demoRules } from '#access';
import { epochOf } from '#calendar';
import { type Desk, desks } from '#desks';
import { type AgencyType, agencyTypes } from '#policy';
import { type Runtime, worksAt } from '#runtime';
import type { Scenario } from '#scenario';
import { deskPath, directoryFor } from '#service';
import { appModule } from '../../../libs/service/src/http/app.module.ts';
import { authentication } from '../../../libs/service/src/http/authentication.ts';
import { DeskClient, onRegister } from '../../desk.client.ts';
import { type StandingService, standingService, VILLAGE } from '../../standing.service.ts';
import { type Ground, ground } from '../postgres/ground.ts';

/** Words that stand in the hidden cases and nowhere else. */
export const SECRETS = ['欧阳槿汐', '司徒翰墨', '密语九四一', '13912345699'] as const;
/** Far from whoever asks: no agency of the asking county answers for it. */
const ELSEWHERE = '110105001001';
/** A county that has a key-minor register, and whose duty it is there: by hand, from 石民函〔2025〕3号 一(二). */
export const REGISTER = '341722102201';
/** A superior of the police of the asking county. */
export const SUPERIOR = 'psb-4415';
const ON_DUTY: readonly AgencyType[] = ['PLAC', 'CA', 'EDU', 'PSB', 'HRSS', 'TOWN'];
export const FAR_POLICE = 'psb-341722';
const FAR_COMMITTEE = `rvc-${ELSEWHERE}`;

/** What one HTTP answer was, all that may differ by chance left out. */
export interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly text: string;
}

/** A whole service with hidden cases, and agencies of every type in another county that ask for them. */
export interface HiddenPlace {
  readonly standing: StandingService;
  readonly runtime: Runtime;
  /** Cases in another city: that they are there is itself a secret. */
  readonly hidden: readonly string[];
  /** Entries on the key-minor register of another county. */
  readonly entries: readonly string[];
  /** Who asks for those: agencies of that very county, whose duty the register is not, and of the asking one, whatever they are. */
  readonly strangers: readonly (readonly [agency: string, desk: Desk])[];
  /** The asking agency of a type. */
  agency(type: AgencyType): string;
  /** Asks as an officer of an agency; `url` is the service's unless a planted one is meant. */
  ask(agency: string, body: object, url?: string): Promise<Answer>;
  /** The same service with a mistake planted behind its resolvers. */
  plant(bend: (runtime: Runtime) => Partial<Runtime>): Promise<{ readonly url: string; close(): Promise<void> }>;
  close(): Promise<void>;
}

const HALF_A_DAY = 40_000;
const BY_CHANCE = new Set(['date', 'x-request-id', 'keep-alive']);
/** The same id as in the header, where a document is wrong in itself. */
const REQUEST_ID = /"requestId":"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g;

export async function hiddenPlace(cases: number): Promise<HiddenPlace> {
  const place: Ground = await ground();
  process.env.JIELI_TEST_DATABASE_URL = place.url;
  const superior = { type: 'PSB', division: '4415' };
  const places = [{ place: VILLAGE, agencies: [superior] }, { place: REGISTER }] as unknown as Scenario[];
  const directory = directoryFor(places, agencyTypes);
  const standing = await standingService(directory);
  const { service } = standing;
  const { runtime, issuer } = service;
  const now = () => epochOf(standing.host.now());
  const tokens = new Map<string, string>();
  const far = new DeskClient(standing, FAR_COMMITTEE);
  const hidden: string[] = [];
  for (let n = 0; n < cases; n += 1) {
    const [child, guardian, facts, phone] = SECRETS;
    const { caseId } = await far.accepted('RaiseFlag', {
      kind: 'GUARDIANSHIP_FAILURE',
      child: { name: child },
      guardian: { name: guardian, relation: '父亲', phone },
      place: { division: ELSEWHERE },
      facts: `${facts} ${n}`,
    });
    hidden.push(caseId);
  }
  const entries: string[] = [];
  const register = new DeskClient(standing, FAR_POLICE);
  for (let n = 0; n < cases; n += 1) {
    const [child, guardian, facts, phone] = SECRETS;
    const { keyMinorEntryId } = await onRegister(register, 'OpenKeyMinorEntry', {
      behaviour: 'SERIOUS_MISBEHAVIOUR',
      foundOn: '2025-03-01',
      facts: `${facts} ${n}`,
      child: { name: child, birthDate: '2012-02-03' },
      guardian: { name: guardian, relation: '父亲', phone },
      place: { division: REGISTER },
      hukouDivision: '110105',
      residenceSince: '2023-01-01',
    });
    await onRegister(register, 'RecordKeyMinorMeasure', { keyMinorEntryId, kind: 'CORRECTION', note: facts });
    entries.push(keyMinorEntryId);
  }
  const strangers = desks.flatMap((desk) =>
    desk.agencies.flatMap((type) => {
      const near = ON_DUTY.includes(type) ? [] : [directory.nearest(type, REGISTER)];
      const ids = [...near, directory.nearest(type, VILLAGE)].flatMap((agency) => agency?.id ?? []);
      return ids.map((id) => [id, desk] as const);
    }),
  );
  await standing.stage.settled();
  const bearer = async (agency: string) => {
    const name = `${agency} ${standing.host.now()}`; // a token of before time went by is none any more
    const known = tokens.get(name) ?? (await issuer.token(agency, now(), HALF_A_DAY));
    tokens.set(name, known);
    return `Bearer ${known}`;
  };
  const ask: HiddenPlace['ask'] = async (agency, body, url = service.url) => {
    const asking = directory.get(agency);
    const desk = desks.find((one) => asking && worksAt(one, asking));
    if (!desk) throw new Error(`${agency} works at no desk`);
    const response = await fetch(url + deskPath(desk), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: await bearer(agency) },
      body: JSON.stringify(body),
    });
    const headers = [...response.headers].filter(([name]) => !BY_CHANCE.has(name)).map((pair) => pair.join(': '));
    const text = (await response.text()).replace(REQUEST_ID, '"requestId":"…"');
    return { status: response.status, headers: headers.join('\n'), text };
  };
  const plant: HiddenPlace['plant'] = async (bend) => {
    const module = appModule({
      runtime: { ...runtime, ...bend(runtime) },
      authenticate: authentication(demoRules(issuer, now), admitListed(directory)),
      takeTurn: async () => undefined,
      readiness: async () => ({ status: 'ready' }),
      report: () => 'planted',
      production: false,
    });
    const options = { logger: false, abortOnError: false } as const;
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), options);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, close: () => app.close() };
  };
  return {
    standing,
    runtime,
    hidden,
    entries,
    strangers,
    agency: (type) => directory.nearest(type, VILLAGE)?.id ?? '',
    ask,
    plant,
    close: async () => {
      await standing.close();
      await place.close();
    },
  };
}
