import { gate } from '../contract/sample.ts';
import { LARGEST_EVENT, MOST_EVENTS } from '../port.ts';
import { groupCommit, type Load } from './group.ts';

interface Append extends Load {
  readonly name: string;
}

const append = (name: string, stream: string, events = 1, bytes = 1): Append => ({
  name,
  stream,
  events: Array.from({ length: events }, () => ({ bytes })),
});

/** A group that answers with the append's name, and notes its batches. */
function noted(hold: Promise<void> = Promise.resolve()) {
  const batches: string[][] = [];
  const group = groupCommit<Append, string>(async (batch) => {
    batches.push(batch.map(({ name }) => name));
    await hold;
    if (batch.some(({ name }) => name === 'lost')) throw new Error('the connection broke');
    return batch.map(({ name }) => (name === 'refused' ? new Error('refused') : name));
  });
  return { group, batches };
}

describe('group commit', () => {
  it('lets what is added in one turn share a batch', async () => {
    const { group, batches } = noted();
    const names = ['a', 'b', 'c'];
    expect(await Promise.all(names.map((name) => group.add(append(name, name))))).toEqual(names);
    expect(batches).toEqual([names]);
  });

  it('queues while a batch is on its way, one append a stream, in order', async () => {
    const held = gate();
    const { group, batches } = noted(held.opened);
    const added = [group.add(append('a1', 'a'))];
    await undefined;
    await undefined;
    expect(batches).toEqual([['a1']]);
    added.push(...['a2', 'b1', 'a3', 'b2'].map((name) => group.add(append(name, name.slice(0, 1)))));
    held.open();
    expect(await Promise.all(added)).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
    expect(batches).toEqual([['a1'], ['b1', 'a2'], ['b2', 'a3']]);
  });

  it('keeps batches small, but takes an append of any size', async () => {
    const { group, batches } = noted();
    await Promise.all([
      group.add(append('most', 'a', MOST_EVENTS)),
      group.add(append('one', 'b')),
      group.add(append('heavy', 'c', 9, LARGEST_EVENT)),
      group.add(append('two', 'd')),
    ]);
    expect(batches).toEqual([['most'], ['one'], ['heavy'], ['two']]);
  });

  it('refuses one without its neighbours, and fails all when the batch was lost', async () => {
    const { group } = noted();
    const add = (names: readonly string[]) => Promise.allSettled(names.map((name) => group.add(append(name, name))));
    expect((await add(['a', 'refused', 'c'])).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await add(['a', 'lost'])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await group.add(append('a', 'a'))).toBe('a');
  });

  it('takes what is added in any turn around the end of a batch', async () => {
    for (let turns = 0; turns < 20; turns += 1) {
      const { group } = noted();
      const first = group.add(append('a', 'a'));
      for (let turn = 0; turn < turns; turn += 1) await undefined;
      expect(await Promise.all([first, group.add(append('b', 'b'))])).toEqual(['a', 'b']);
      await group.idle();
    }
  });
});
