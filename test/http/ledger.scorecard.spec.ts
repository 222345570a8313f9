import { agencyTypes } from '#policy';
import type { Scenario } from '#scenario';
import { directoryFor } from '#service';
import { DeskClient, onLedger } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

const VILLAGE = '341722102201';
let standing: StandingService;
const at = (agency: string) => new DeskClient(standing, agency);

const entry = (n: number) => ({
  categories: ['GUARDIANSHIP_MISSING'],
  child: { name: `ZZ·child-${n}`, birthDate: '2015-05-01' },
  place: { division: VILLAGE },
  hukouDivision: '341723',
  residenceSince: '2023-01-01',
});
const CARDS = `{ ledgerScorecards(from: "2025-03-01", to: "2025-03-31") { clock title { zh } total { count breachRate }
  byAgency { key count breachRate suppressed } byMonth { key } } scorecard(from: "2025-03-01", to: "2025-03-31") { byAgency { key } } }`;
interface Cards {
  readonly ledgerScorecards: readonly { clock: string; total: object; byAgency: readonly object[] }[];
  readonly scorecard: { readonly byAgency: readonly { key: string }[] };
}

beforeAll(async () => {
  standing = await standingService(directoryFor([{ place: VILLAGE } as Scenario], agencyTypes));
  standing.host.moveTo(moment('2025-03-03 09:30'));
});
afterAll(() => standing.close());

it('counts the contacts of a month that were owed and missed, without a child, and tells no small number', async () => {
  const town = at('town-341722102');
  for (let n = 0; n < 4; n += 1) await onLedger(town, 'OpenLedgerEntry', entry(n));
  await standing.stage.passTo(moment('2025-04-01 09:00'));
  await standing.stage.settled();
  const contacts = async (agency = 'wccw-341722') => {
    const seen = await at(agency).sees<Cards>(CARDS);
    return { ...seen, card: seen.ledgerScorecards.find(({ clock }) => clock === 'ST_CONTACT_MONTH') };
  };
  expect((await contacts()).card).toMatchObject({ total: { count: null, breachRate: null } });

  standing.host.moveTo(moment('2025-04-01 09:30'));
  for (let n = 4; n < 7; n += 1) await onLedger(town, 'OpenLedgerEntry', entry(n));
  await standing.stage.passTo(moment('2025-05-01 09:00'));
  await standing.stage.settled();
  const april = CARDS.replaceAll('2025-03-01', '2025-04-01').replaceAll('2025-03-31', '2025-04-30');
  for (const agency of ['wccw-341722', 'plac-341722']) {
    const { ledgerScorecards, scorecard } = await at(agency).sees<Cards>(april);
    const card = ledgerScorecards.find(({ clock }) => clock === 'ST_CONTACT_MONTH');
    expect(card).toMatchObject({
      title: { zh: expect.any(String) },
      total: { count: 7, breachRate: 1 },
      byAgency: [{ key: `cd-${VILLAGE}`, count: 7, breachRate: 1 }],
    });
    expect(scorecard.byAgency.map(({ key }) => key)).not.toContain(`cd-${VILLAGE}`);
    expect(JSON.stringify(ledgerScorecards)).not.toContain('ZZ·');
  }
});

it('counts what is overdue and still owed as breached', async () => {
  await standing.stage.passTo(moment('2025-11-15 09:00'));
  await standing.stage.settled();
  const query = CARDS.replaceAll('2025-03-31', '2025-04-30');
  const { ledgerScorecards } = await at('wccw-341722').sees<Cards>(query);
  const card = ledgerScorecards.find(({ clock }) => clock === 'LEDGER_HALF_YEAR');
  expect(card).toMatchObject({ total: { count: 7, breachRate: 1 } });
});

it('shows no line of an entry to anybody who oversees', async () => {
  const rows = await standing.query<{ case_id: string; doc: string }>(
    "select case_id, doc from desk_oversight.timeline where case_id like 'ledger-entry-%'",
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/ZZ·|sealed|GUARDIANSHIP/);
  const stream = rows[0]?.case_id ?? '';
  const query = 'query($id: ID!) { timeline(caseId: $id) { event } case(id: $id) { id } }';
  for (const id of [stream, stream.slice('ledger-entry-'.length)]) {
    const { data } = await at('wccw-341722').ask(query, { id });
    expect(data).toEqual({ timeline: null, case: null });
  }
});
