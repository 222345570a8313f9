import { inTurn } from './in.turn.ts';

describe('works of one name', () => {
  it('run one after the other, others side by side, and go on after one has failed', async () => {
    const turns = inTurn();
    const told: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = turns('a', async () => {
      await gate;
      told.push('first');
      throw new Error('failed');
    });
    const second = turns('a', async () => void told.push('second'));
    await turns('b', async () => void told.push('other'));
    expect(told).toEqual(['other']);
    open();
    await expect(first).rejects.toThrow('failed');
    await second;
    expect(told).toEqual(['other', 'first', 'second']);
  });
});
