import fc from 'fast-check';
import { hashBytes, sha256, sm3 } from './digest.ts';
import { frontier, treeHash } from './merkle.ts';
import { asHash, grownTree, naiveConsistency, naivePath, naiveRoot } from './naive.fixture.ts';
import { consistencyProof, inclusionProof, provesConsistency, provesInclusion } from './proof.ts';

const tree = treeHash(sha256);
const leaves = (count: number) => Array.from({ length: count }, (_, n) => Buffer.from(`leaf ${n}`));
const size = fc.integer({ min: 1, max: 130 });

/** The eight leaves and roots with which implementations of Certificate Transparency (RFC 6962) test themselves. */
const KNOWN: readonly (readonly [leaf: string, root: string])[] = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
];

describe('the tree', () => {
  it('has the roots that are known for it', () => {
    const growing = frontier(tree);
    expect(hashBytes(growing.root()).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    for (const [leaf, root] of KNOWN) {
      growing.add(tree.leaf(Buffer.from(leaf, 'hex')));
      expect(hashBytes(growing.root()).toString('hex')).toBe(root);
    }
  });

  it('has the proofs that are known for it', async () => {
    const { nodes, root } = grownTree(
      tree,
      KNOWN.map(([leaf]) => Buffer.from(leaf, 'hex')),
    );
    const hex = (proof: readonly (typeof root)[]) => proof.map((hash) => hashBytes(hash).toString('hex'));
    expect(hex(await inclusionProof(tree, nodes, 0, 8))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(await consistencyProof(tree, nodes, 6, 8))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('is grown on from its edge as from its beginning', () => {
    fc.assert(
      fc.property(size, size, (first, more) => {
        const whole = frontier(tree);
        for (const leaf of leaves(first + more)) whole.add(tree.leaf(leaf));
        const start = frontier(tree);
        for (const leaf of leaves(first)) start.add(tree.leaf(leaf));
        const again = frontier(tree, first, start.edge());
        for (const leaf of leaves(first + more).slice(first)) again.add(tree.leaf(leaf));
        expect([again.size(), again.root()]).toEqual([first + more, whole.root()]);
        expect(whole.root()).toBe(asHash(naiveRoot(leaves(first + more))));
      }),
    );
  });
});

describe('proofs', () => {
  it('are those of the RFC, for every leaf and size, and hold', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), async (of, place) => {
        const data = leaves(of);
        const index = place % of;
        const { nodes, root } = grownTree(tree, data);
        const proof = await inclusionProof(tree, nodes, index, of);
        expect(proof).toEqual(naivePath(index, data).map(asHash));
        const leaf = tree.leaf(data[index] as Buffer);
        expect(provesInclusion(tree, { leaf, index, size: of, proof, root })).toBe(true);
      }),
    );
  });

  it('lead from every size to every larger one', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), async (to, other) => {
        const from = other % (to + 1);
        const data = leaves(to);
        const { nodes, rootAt } = grownTree(tree, data);
        const proof = await consistencyProof(tree, nodes, from, to);
        expect(proof).toEqual(from === 0 ? [] : naiveConsistency(from, data).map(asHash));
        const step = { from, to, fromRoot: await rootAt(from), toRoot: await rootAt(to), proof };
        expect(provesConsistency(tree, step)).toBe(true);
      }),
    );
  });

  it('do not hold for another leaf, place, size, root or with a hash too many or too few', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 130 }), fc.nat(), async (of, place) => {
        const data = leaves(of);
        const index = place % of;
        const { nodes, root } = grownTree(tree, data);
        const proof = await inclusionProof(tree, nodes, index, of);
        const held = { leaf: tree.leaf(data[index] as Buffer), index, size: of, proof, root };
        const other = tree.leaf(Buffer.from('other'));
        const forged = [
          { ...held, leaf: other },
          { ...held, root: other },
          { ...held, index: (index + 1) % of },
          { ...held, index: of },
          { ...held, proof: [...proof, other] },
          { ...held, proof: proof.slice(1) },
          { ...held, proof: proof.slice(0, -1) },
          ...proof.map((_, n) => ({ ...held, proof: proof.with(n, other) })),
        ];
        for (const one of forged) expect(provesInclusion(tree, one)).toBe(false);
      }),
    );
  });

  it('are not made of what is not there', async () => {
    const { nodes } = grownTree(tree, leaves(5));
    expect(() => inclusionProof(tree, nodes, 5, 5)).toThrow(RangeError);
    expect(() => inclusionProof(tree, nodes, -1, 5)).toThrow(RangeError);
    expect(() => consistencyProof(tree, nodes, 6, 5)).toThrow(RangeError);
  });
});

describe('the tree by SM3', () => {
  /** The roots over the leaves of {@link KNOWN}, reckoned by `openssl dgst -sm3` (OpenSSL 3.0.19) from leaf to root. */
  const roots = [
    '2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf',
    '0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d',
    '209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56',
    '28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377',
    'bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b',
    '8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66',
    'bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2',
    'bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38',
  ];

  it('has the roots that OpenSSL reckons', () => {
    const growing = frontier(treeHash(sm3));
    expect(hashBytes(growing.root()).toString('hex')).toBe(
      '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b',
    );
    for (const [n, root] of roots.entries()) {
      growing.add(treeHash(sm3).leaf(Buffer.from(KNOWN[n]?.[0] ?? '', 'hex')));
      expect(hashBytes(growing.root()).toString('hex')).toBe(root);
    }
  });
});

it('SM3 is that of GB/T 32905, appendix A.1', () => {
  expect(hashBytes(sm3.of(Buffer.from('abc'))).toString('hex')).toBe(
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  );
});
