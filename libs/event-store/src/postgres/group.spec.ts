import fc from 'fast-check';
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

/** A group that answers with the append's name, and notes its batches as they are made ready and as they are sent. */
function noted(hold: Promise<void> = Promise.resolve()) {
  const batches: string[][] = [];
  const sent: string[][] = [];
  let atWork = 0;
  const group = groupCommit<Append, string>(async (batch, before) => {
    batches.push(batch.map(({ name }) => name));
    await before;
    sent.push(batch.map(({ name }) => name));
    atWork += 1;
    await hold;
    if (atWork > 1) throw new Error('two batches at once');
    atWork -= 1;
    if (batch.some(({ name }) => name === 'lost')) throw new Error('the connection broke');
    return batch.map(({ name }) => (name === 'refused' ? new Error('refused') : name));
  });
  return { group, batches, sent };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

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

  it('makes half of a crowd ready while the other half is on its way, and sends it then', async () => {
    const held = gate();
    const { group, batches, sent } = noted(held.opened);
    const names = Array.from({ length: 100 }, (_, index) => `${index}`);
    const added = names.map((name) => group.add(append(name, name)));
    await turns();
    expect(batches).toEqual([names.slice(0, 50), names.slice(50)]);
    expect(sent).toEqual([names.slice(0, 50)]);
    held.open();
    expect(await Promise.all(added)).toEqual(names);
    expect(sent).toEqual(batches);
  });

  it('sends a half that waits when the one before it is lost', async () => {
    const { group } = noted();
    const names = ['lost', ...Array.from({ length: 99 }, (_, index) => `${index}`)];
    const settled = await Promise.allSettled(names.map((name) => group.add(append(name, name))));
    expect(settled.map(({ status }) => status)).toEqual(names.map((_, at) => (at < 50 ? 'rejected' : 'fulfilled')));
  });

  it('answers each append once, in the order of its stream, however they come', async () => {
    const coming = fc.array(
      fc.record({ crowd: fc.integer({ min: 1, max: 150 }), streams: fc.integer({ min: 1, max: 90 }) }),
    );
    await fc.assert(
      fc.asyncProperty(coming, async (crowds) => {
        const { group, sent } = noted();
        const added: Promise<string>[] = [];
        const names: string[] = [];
        for (const { crowd, streams } of crowds) {
          for (let each = 0; each < crowd; each += 1) {
            const name = `${each % streams} ${names.length}`;
            names.push(name);
            added.push(group.add(append(name, `${each % streams}`)));
          }
          await undefined;
        }
        expect(await Promise.all(added)).toEqual(names);
        await group.idle();
        const byStream = (of: readonly string[]) => Map.groupBy(of, (name) => name.split(' ')[0]);
        expect(byStream(sent.flat())).toEqual(byStream(names));
      }),
      { numRuns: 50 },
    );
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
