import { jieli } from './jieli.process.ts';

describe('jieli simulate nation', () => {
  it('draws the same year twice, with every assumption stated', async () => {
    const [once, again] = [await jieli(...NATION), await jieli(...NATION)];
    expect(once.code).toBe(0);
    expect(once.stdout).toBe(again.stdout);
    for (const word of ['[configured]', '[measured]', '推算 Predicted', '机器 Machines'])
      expect(once.stdout).toContain(word);
  });

  it('holds against a real server: what it predicts for a few cases is what they make', async () => {
    const { code, stdout } = await jieli(...NATION, '--measure', '25');
    expect([code, stdout.split('\n').filter((line) => line.startsWith('  ✗'))]).toEqual([0, []]);
    expect(stdout.split('\n').filter((line) => line.startsWith('  ✓'))).toHaveLength(6);
  });

  it('says what a number must be', async () => {
    const { code, stderr } = await jieli('simulate', 'nation', '--children', 'many');
    expect(code).toBe(1);
    expect(stderr).toContain('--children');
  });
});

const NATION = ['simulate', 'nation', '--children', '1e5', '--seed', '2'];
