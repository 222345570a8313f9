import type { Citation } from './pack.schema.ts';
import { oversightScopes } from './pack.ts';
import { wrongQuotes } from './quotes.ts';
import { documents, shippedFiles, shippedPackSet } from './shipped.fixture.ts';

const ofPlace = (division: string, date = '2025-12-01') => shippedPackSet.inForce(division, date);

describe('the shipped packs', () => {
  it.each([
    ['110114', 'beijing', ['beijing', 'national']],
    ['441502001001', 'shanwei', ['shanwei', 'guangdong', 'national']],
    ['440106', 'guangdong', ['guangdong', 'national']],
    ['341722100', 'shitai', ['shitai', 'national']],
    ['410482', 'pingdingshan', ['pingdingshan', 'national']],
    ['330302', 'national', ['national']],
  ])('%s is governed by %s', (division, name, lineage) => {
    expect([ofPlace(division).name, ofPlace(division).lineage]).toEqual([name, lineage]);
  });

  it('keep the rules of the packs above, each with the pack it was written in', () => {
    const { powers, clocks, orders } = ofPlace('441502');
    expect([powers.IssueAdmonition?.from, clocks.VISIT_DEFAULT?.from, orders.GUIDANCE?.from]).toEqual(
      Array(3).fill('shanwei'),
    );
    expect([powers.AcceptCase?.from, clocks.POLICE_REVIEW_ADMIN?.from]).toEqual(['national', 'national']);
    for (const name of shippedPackSet.names) {
      const all = Object.keys(shippedPackSet.get('national')?.powers ?? {});
      expect(Object.keys(shippedPackSet.get(name)?.powers ?? {})).toEqual(expect.arrayContaining(all));
    }
  });

  it('hold from their effective date; before it the rules above hold', () => {
    expect(ofPlace('441502', '2025-02-24').version).toBe('shanwei@2025-02-24');
    expect(ofPlace('441502', '2025-02-23').version).toBe('guangdong@2024-09-03');
    expect(ofPlace('110114', '2025-10-16').orders.SUPERVISORY_GUARDIANSHIP).toBeUndefined();
    expect(ofPlace('110114', '2025-10-17').orders.SUPERVISORY_GUARDIANSHIP?.issuers).toEqual(['PROC']);
  });

  it('say in a later version only what changes', () => {
    const term = (date: string) => ofPlace('330302', date).clocks.PS_CASE_TERM?.standing;
    expect([term('2025-12-31'), term('2026-01-01')]).toEqual(['statute', 'unverified']);
    expect(ofPlace('330302', '2026-01-01').clocks.TRIAGE).toBeDefined();
    expect(ofPlace('110114', '2026-01-01')).toMatchObject({ version: 'beijing@2025-10-17' });
    expect(ofPlace('110114', '2026-01-01').clocks.PS_CASE_TERM?.standing).toBe('unverified');
  });

  it('keep clocks whose tracks do not exist apart from those that run', () => {
    const { clocks, waiting } = ofPlace('341722100');
    expect(clocks.ST_CONTACT_MONTH).toMatchObject({ from: 'shitai', within: { each: 'month' }, roll: false });
    expect(clocks.DATA_0331).toMatchObject({ startsOn: '10-01', within: { on: '03-31' }, standing: 'seed' });
    expect(waiting.SMD_FOLLOWUP?.from).toBe('national');
    expect(Object.keys(waiting).filter((name) => name in clocks)).toEqual([]);
    for (const rule of Object.values(clocks)) expect(rule).not.toHaveProperty('awaits');
    expect(ofPlace('441502').waiting.FIRST_ENTRY_GD?.from).toBe('guangdong');
    expect(Object.keys(ofPlace('410482').clocks)).not.toContain('ST_CONTACT_MONTH');
    expect(Object.keys(clocks)).not.toContain('VISIT_DEFAULT'); // Shitai says how often, and needs no configured number
  });

  it('show the commission cases in Shitai, where a document gives it their coordination, and counts elsewhere', () => {
    expect(ofPlace('341722').oversight).toMatchObject({
      WCCW: { sees: 'cases', from: 'national' },
      PLAC: { sees: 'cases', from: 'shitai', cite: { clause: '二(六)' } },
    });
    for (const place of ['3417', '441502', '110114', '410482', '']) {
      expect([place, ofPlace(place).oversight.PLAC?.sees]).toEqual([place, 'counts']);
    }
    const scopeOf = oversightScopes(shippedPackSet, () => '2025-03-01');
    expect(scopeOf({ type: 'PLAC', division: '341722' })).toBe('cases');
    expect(scopeOf({ type: 'PLAC', division: '34' })).toBe('counts');
    expect(scopeOf({ type: 'PSB', division: '341722' })).toBeUndefined();
  });

  it('change what an overseer is shown from the day on that a pack is in force', () => {
    let day = '2025-02-16';
    const scopeOf = oversightScopes(shippedPackSet, () => day);
    const ofShitai = () => scopeOf({ type: 'PLAC', division: '341722' });
    expect(ofShitai()).toBe('counts');
    day = '2025-02-17';
    expect(ofShitai()).toBe('cases');
  });

  it('issue three named orders in Beijing alone, by issuers that are configured', () => {
    const { orders } = ofPlace('110114');
    expect(Object.keys(orders).sort()).toEqual([
      'FAMILY_EDUCATION_GUIDANCE',
      'GUIDANCE',
      'SUPERVISORY_GUARDIANSHIP',
      'URGE_GUIDANCE',
    ]);
    expect(orders.FAMILY_EDUCATION_GUIDANCE).toMatchObject({
      issuers: ['COURT'],
      standing: 'configured',
      requires: { rule: 'guidance-refused-or-failed', standing: 'secondary', cite: { rule: 'B11' } },
    });
    expect(Object.keys(ofPlace('341722').orders)).toEqual(['GUIDANCE']);
  });

  it('exclude what their document excludes', () => {
    const excluded = (division: string) => ofPlace(division).eligibility.exclusions.map((rule) => rule.divisions);
    expect(excluded('110114')).toEqual([['110101', '110102', '110105', '110106', '110107', '110108']]);
    expect(excluded('410402')).toEqual([['410402', '410403', '410411']]);
    expect([excluded('341722'), excluded('440106'), excluded('330302')]).toEqual([[], [[]], []]);
  });

  it('let no number stand without source unless it says that it is configured, and why', () => {
    const withoutSource = (cite: Citation) => 'none' in cite && cite.none.length > 5;
    for (const file of shippedFiles) {
      for (const clock of Object.values(file.clocks)) {
        expect(withoutSource(clock.cite) ? clock.standing : 'sourced').toMatch(/configured|sourced/);
        if (clock.kind === 'term') expect(clock.roll).toBe(false);
      }
    }
  });

  it('have each quote wrong where the documents are missing, so none goes unread', () => {
    const cited = shippedFiles.filter(({ pack }) => pack !== 'national').map(({ pack }) => pack);
    expect([...new Set(wrongQuotes(shippedFiles, new Map()).map(({ pack }) => pack))].sort()).toEqual(cited.sort());
  });

  // The documents stand beside the project, not in it: a clone alone has none to compare with.
  const quotes = documents ? it : it.skip;
  if (!documents) process.stderr.write('packs.spec: ../shared/seeds is not here, so quotes are not compared\n');
  quotes('quote their documents letter for letter (skipped where ../shared/seeds is not at hand)', () => {
    expect(wrongQuotes(shippedFiles, documents ?? new Map())).toEqual([]);
  });
});

it('finds a quote that does not stand in the document, white space aside', () => {
  const bare = {
    powers: {},
    grounds: {},
    services: {},
    workOrders: undefined,
    clocks: {},
    focus: {},
    eligibility: undefined,
  };
  const files = shippedFiles.filter(({ pack }) => pack === 'shitai').map((file) => ({ ...file, ...bare }));
  const seed = '001_e22b61304cd13616.txt';
  expect(wrongQuotes(files, new Map([[seed, '并可以责令其\n接受家庭 教育指导；']]))).toEqual([]);
  expect(wrongQuotes(files, new Map([[seed, '并可责令其接受家庭教育指导；']]))).toEqual([
    { pack: 'shitai', rule: 'orders.GUIDANCE', seed, quote: '并可以责令其接受家庭教育指导' },
  ]);
});
