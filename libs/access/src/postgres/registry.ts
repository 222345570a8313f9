import type { Pool, PoolClient } from 'pg';
import { type CalendarDate, type Instant, instantAt } from '#calendar';
import type { AgencyType } from '#policy';
import {
  type AgencyDirectory,
  agencyDirectory,
  type ListedOfficer,
  type NamedAgency,
  type Officer,
  type Validity,
  validOn,
} from '../directory.ts';
import type { Admit, Claims, Stranger } from '../token.strategy.ts';
import { gathered } from './gathered.ts';
import { prepareAccess } from './tables.ts';

/** The directory of a database (名录): read whole, and again whenever it has changed; officers are looked up at each request. */
export interface Registry {
  readonly directory: AgencyDirectory;
  readonly admit: Admit;
  /** Reads the directory again if it has changed. */
  refresh(): Promise<void>;
}

interface Admission {
  readonly version: string;
  readonly id: string | null;
  readonly revoked: boolean;
  readonly deputy: boolean;
  readonly barred: readonly string[];
}

/** Of each who asks: by subject, token, when that was issued, and the agency that they want to stand in for; on one day. */
const ADMISSION = `
  select v.n as version, o.id,
    exists (select from access.revoked r where (r.kind = 'token' and r.value = asks.token)
      or (r.kind = 'officer' and r.value = o.id and r.at >= asks.issued)) as revoked,
    exists (select from access.deputy d where d.officer = o.id and d.agency = asks.agency
      and $5 between d.valid_from and d.valid_until) as deputy,
    array(select c.case_id from access.conflict c where c.officer = o.id and c.ended_at is null) as barred
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality
      as asks (subject, token, issued, agency, nth)
    cross join access.version v left join access.officer o on o.subject = asks.subject
  order by asks.nth`;

/** Makes the tables of the directory where they are missing. */
export function prepareDirectory(pool: Pool): Promise<void> {
  return once(pool, prepareAccess);
}

/** Opens the directory, making its tables where they are missing. */
export async function postgresRegistry(pool: Pool, now: () => Instant): Promise<Registry> {
  await prepareDirectory(pool);
  let version = '';
  let current = agencyDirectory([], []);
  const today = () => now().slice(0, 10);

  const refresh = async () => {
    const { rows } = await pool.query<{ n: string }>('select n from access.version');
    if (rows[0]?.n === version) return;
    const read = await readDirectory(pool);
    current = agencyDirectory(read.agencies, read.officers, today);
    version = read.version;
  };
  await refresh();

  const admission = gathered(async (asks: readonly Claims[]) => {
    const values = [
      asks.map(({ subject }) => subject),
      asks.map(({ tokenId }) => tokenId ?? ''),
      asks.map(({ issuedAt }) => instantAt(issuedAt * 1_000)),
      asks.map(({ standingInFor }) => standingInFor ?? ''),
      today(),
    ];
    return (await pool.query<Admission>({ name: 'admission', text: ADMISSION, values })).rows;
  });

  const admit: Admit = async (claims): Promise<Officer | Stranger> => {
    const { standingInFor } = claims;
    const found = await admission(claims);
    if (found.version !== version) await refresh();
    const officer = current.officer(found.id ?? '');
    if (!officer || !validOn(officer, today())) return 'UNKNOWN_OFFICER';
    if (found.revoked) return 'REVOKED';
    if (standingInFor !== undefined && standingInFor !== officer.agency.id && !found.deputy) return 'UNKNOWN_OFFICER';
    const agency = current.get(standingInFor ?? officer.agency.id);
    if (!agency || !validOn(agency, today())) return 'UNKNOWN_OFFICER';
    return { ...officer, agency, barred: new Set(found.barred) };
  };

  const directory: AgencyDirectory = {
    get: (id) => current.get(id),
    nearest: (type, division) => current.nearest(type, division) as NamedAgency | undefined,
    covering: (types, division) => current.covering(types, division),
    officer: (id) => current.officer(id),
    officers: () => current.officers(),
  };
  return { directory, admit, refresh };
}

/** All or nothing, on a connection of its own. */
export async function once<T>(pool: Pool, work: (client: PoolClient) => Promise<T>, keep = true): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query(keep ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the first error is the one to tell
    throw error;
  } finally {
    client.release();
  }
}

/** The directory as one statement each, all of one moment. */
async function readDirectory(pool: Pool) {
  return once(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    const [version] = (await client.query<{ n: string }>('select n from access.version')).rows;
    const agencies = await client.query<
      Term & { id: string; type: AgencyType; division: string; name_zh: string; name_en: string }
    >('select * from access.agency order by id');
    const officers = await client.query<Omit<ListedOfficer, keyof Validity> & Term>(
      'select id, agency, name, role, valid_from, valid_until from access.officer order by id',
    );
    return {
      version: version?.n ?? '',
      agencies: agencies.rows.map(
        ({ id, type, division, name_zh: zh, name_en: en, ...valid }): NamedAgency => ({
          id,
          type,
          division,
          name: { zh, en },
          ...validity(valid),
        }),
      ),
      officers: officers.rows.map(
        ({ id, agency, name, role, ...valid }): ListedOfficer => ({ id, agency, name, role, ...validity(valid) }),
      ),
    };
  });
}

interface Term {
  readonly valid_from: CalendarDate | null;
  readonly valid_until: CalendarDate | null;
}

function validity({ valid_from: validFrom, valid_until: validUntil }: Term): Validity {
  return { ...(validFrom === null ? {} : { validFrom }), ...(validUntil === null ? {} : { validUntil }) };
}
