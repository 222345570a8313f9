import fc from 'fast-check';
import { addDays, type CalendarDate } from '#calendar';
import { birthDateIn, checkCharacter } from './identity.number.ts';

const number = fc
  .tuple(
    fc.integer({ min: 110000, max: 829999 }),
    fc.integer({ min: 0, max: 70_000 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([division, days, order]) => {
    const birth = addDays('1930-01-01' as CalendarDate, days);
    const digits = `${division}${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return { birth, text: digits + checkCharacter(digits) };
  });

describe('citizen identity numbers', () => {
  it('agrees with the example in GB 11643', () => {
    expect(checkCharacter('11010519491231002')).toBe('X');
    expect(birthDateIn('11010519491231002X')).toBe('1949-12-31');
    expect(checkCharacter('44052418800101001')).toBe('4');
  });

  it('reads the birth date inside', () => {
    fc.assert(fc.property(number, ({ text, birth }) => expect(birthDateIn(text)).toBe(birth)));
  });

  it('refuses any one digit changed', () => {
    fc.assert(
      fc.property(number, fc.nat({ max: 17 }), fc.integer({ min: 1, max: 9 }), ({ text }, place, by) => {
        const digit = text[place] === 'X' ? 10 : Number(text[place]);
        const other = String((digit + by) % 10);
        fc.pre(other !== text[place]);
        expect(birthDateIn(text.slice(0, place) + other + text.slice(place + 1))).toBeUndefined();
      }),
    );
  });

  it('refuses two neighbouring digits swapped', () => {
    fc.assert(
      fc.property(number, fc.nat({ max: 15 }), ({ text }, place) => {
        const [a = '', b = ''] = text.slice(place, place + 2);
        fc.pre(a !== b);
        expect(birthDateIn(text.slice(0, place) + b + a + text.slice(place + 2))).toBeUndefined();
      }),
    );
  });

  it.each([
    '',
    '11010519491231002',
    '11010519491231002x',
    '１1010519491231002X',
    ' 11010519491231002X',
    '110105194912310021',
  ])('refuses %j', (text) => expect(birthDateIn(text)).toBeUndefined());

  it('refuses a day that does not exist under a right check digit', () => {
    const digits = '44150220250230001';
    expect(birthDateIn(digits + checkCharacter(digits))).toBeUndefined();
  });
});
