import type { Instant } from '#calendar';
import type { Host } from '../host.ts';
import type { Systems } from './systems.ts';

const POLICE = { agency: 'psb-1', system: 'case-handling' };
const HOSPITAL = { agency: 'hosp-1', system: 'his' };
const sent = (id: string, version: string) => ({ agency: POLICE.agency, id, version });

/** What every keeper of receipts does. `open` gives an empty one on this clock. */
export function systemsContract(name: string, open: (host: Pick<Host, 'now'>) => Promise<Systems>): void {
  describe(`receipts of systems: ${name}`, () => {
    let minute: number;
    let systems: Systems;
    const at = (minutes: number) => `2025-03-03T08:0${minutes}:00.000+08:00` as Instant;
    const police = async () => (await systems.all()).find(({ agency }) => agency === POLICE.agency);

    beforeEach(async () => {
      minute = 0;
      systems = await open({ now: () => at(minute) });
      await systems.register([POLICE, HOSPITAL]);
    });

    it('knows who may connect, and when each was last heard of', async () => {
      minute = 1;
      await systems.heard(POLICE);
      await systems.heard({ agency: 'nobody', system: 'own' });
      expect(await systems.all()).toEqual([
        { agency: 'hosp-1', systems: [{ system: 'his', heard: null }], waiting: 0, oldest: null },
        { agency: 'psb-1', systems: [{ system: 'case-handling', heard: at(1) }], waiting: 0, oldest: null },
      ]);
    });

    it('counts what was sent and is not acknowledged in that version, and since when', async () => {
      await systems.sent(sent('a', '1'));
      minute = 2;
      await systems.sent(sent('b', '1'));
      await systems.sent(sent('a', '1')); // again, after a cut
      expect(await police()).toMatchObject({ waiting: 2, oldest: at(0) });
      await systems.acknowledged(sent('a', '1'));
      expect(await police()).toMatchObject({ waiting: 1, oldest: at(2) });
      minute = 3;
      await systems.sent(sent('a', '2'));
      await systems.acknowledged(sent('b', '1'));
      expect(await police()).toMatchObject({ waiting: 1, oldest: at(3) });
      await systems.acknowledged(sent('a', '1')); // an old receipt is none for what came since
      expect(await police()).toMatchObject({ waiting: 1 });
      await systems.acknowledged(sent('a', '2'));
      await systems.acknowledged(sent('a', '1')); // nor does it undo the new one
      expect(await police()).toMatchObject({ waiting: 0, oldest: null });
    });

    it('expects no second receipt of what comes twice, and none of what has ended', async () => {
      await systems.sent(sent('a', '1'));
      await systems.acknowledged(sent('a', '1'));
      await systems.sent(sent('a', '1'));
      await systems.sent(sent('b', '1'));
      await systems.ended(POLICE.agency, 'b');
      expect(await police()).toMatchObject({ waiting: 0, oldest: null });
    });

    it('forgets who may connect no longer, and what was sent there', async () => {
      await systems.heard(HOSPITAL);
      await systems.sent(sent('a', '1'));
      await systems.register([HOSPITAL]);
      expect((await systems.all()).map(({ agency, systems: own }) => [agency, own])).toEqual([
        ['hosp-1', [{ system: 'his', heard: at(0) }]],
      ]);
      await systems.sent(sent('a', '2'));
      await systems.register([HOSPITAL, POLICE]);
      expect(await police()).toMatchObject({ systems: [{ heard: null }], waiting: 0 });
    });
  });
}
