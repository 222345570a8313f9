import pg from 'pg';
import { importList, type ListName, revoke } from '#access';
import { systemHost } from '#runtime';
import type { OidcSettings, Service } from '#service';
import { type StandingService, standingService } from '../../standing.service.ts';
import { ground } from '../postgres/ground.ts';
import { AUDIENCE, type Issuer, issuerOnLoopback } from './issuer.ts';

/** A service as in production: an identity provider, a directory in the database, no demo. */
export interface GuardedPlace {
  readonly standing: StandingService;
  readonly service: Service;
  readonly issuer: Issuer;
  readonly oidc: OidcSettings;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export async function guardedPlace(): Promise<GuardedPlace> {
  const place = await ground();
  process.env.JIELI_TEST_DATABASE_URL = place.url;
  const issuer = await issuerOnLoopback();
  const standing = await standingService();
  await standing.stop();
  const oidc = {
    issuer: issuer.url,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    tokenType: 'at+jwt',
    officerClaim: 'sub',
    maxAge: 3_600,
    tolerance: 5,
  };
  const host = systemHost();
  const service = await standing.start({ oidc, production: true, directory: undefined, host });
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 2 });
  pool.on('error', () => undefined); // the database is dropped under it
  const load = async (name: ListName, lines: readonly string[]) => {
    const { problems } = await importList(pool, name, Buffer.from(lines.join('\n')), false);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
  };
  await load('agencies', [
    'id,type,division,name_zh,name_en,valid_until',
    'psb-a,PSB,441502,甲,A,',
    'psb-b,PSB,441521,乙,B,',
    'rvc-b,RVC,441521100001,丙,C,',
    'psb-ended,PSB,441523,丁,D,2020-01-01',
  ]);
  await load('officers', [
    'id,agency,name,role,valid_until',
    'own,psb-a,甲,HANDLER,',
    'head,psb-a,乙,HEAD,',
    'left,psb-a,丙,HANDLER,2020-01-01',
    'orphan,psb-ended,丁,HANDLER,',
    'signed-out,psb-a,戊,HANDLER,',
  ]);
  await load('deputies', ['officer,agency,valid_from,valid_until', 'own,psb-b,2020-01-01,2020-01-31']);
  await revoke(pool, { kind: 'token', value: 'revoked', reason: '证明' }, host.now());
  await revoke(
    pool,
    { kind: 'officer', value: 'signed-out', reason: '证明' },
    '2199-01-01T00:00:00.000+08:00' as never,
  );
  return {
    standing,
    service,
    issuer,
    oidc,
    pool,
    close: async () => {
      await pool.end();
      await standing.close();
      await issuer.close();
      await place.close();
    },
  };
}
