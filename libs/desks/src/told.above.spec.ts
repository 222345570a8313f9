import { breachesBelow, relationsOf } from '#case';
import { agency, farVillage } from '../../case/src/directory.fixture.ts';
import { flagged, type SpecCase, sealed, unsigned } from '../../case/src/given.fixture.ts';
import { desks } from './registry.ts';
import { directory } from './seen.fixture.ts';

function shown({ record }: SpecCase, who: string) {
  const reader = directory.get(who);
  const desk = desks.find(({ agencies }) => reader && agencies.includes(reader.type));
  return reader && desk?.view(record, reader, directory);
}

describe('whoever was told, as the one above, that a clock ran out', () => {
  it('and has nothing else to do with a case is shown that, and neither whose case it is nor where the family went', () => {
    const spec = flagged()
      .does('2025-03-03 10:00', 'cd', 'RequestWithdrawal', { because: sealed('误报') })
      .until('2025-03-20 09:00')
      .does('2025-03-20 10:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    const seen = shown(spec, 'ca');
    expect(breachesBelow(spec.record, agency('ca')).map(({ clock }) => clock)).toContain('WITHDRAW_REVIEW');
    expect(JSON.stringify(seen)).not.toMatch(/child-|110105/);
    expect(seen).toMatchObject({ stage: 'NOTIFIED', division: '441502' });
  });

  it('is not told whose case it is either where it could move the work as the superior', () => {
    const spec = unsigned();
    expect(relationsOf(spec.record, agency('edu'))).toEqual(new Set(['superior', 'told-above']));
    expect(JSON.stringify(shown(spec, 'edu'))).not.toContain('林小满');
  });

  it('finds the case at its desk, the township too, when all else has gone with the care file', () => {
    const spec = flagged()
      .until('2025-03-20 09:00')
      .does('2025-03-20 10:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    expect([...relationsOf(spec.record, agency('town'))]).toEqual(['told-above']);
    expect(shown(spec, 'town')).toMatchObject({ stage: 'NOTIFIED', division: '441502' });
    expect(JSON.stringify(shown(spec, 'town'))).not.toMatch(/林小满|110105/);
  });
});
