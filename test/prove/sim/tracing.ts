import type { Planted } from './simulate.ts';

/** Tells everything that happens in a run, in its order, for whoever looks for the cause of a violation. */
export function tracing(tell: (line: string) => void): Planted {
  return {
    world: (world) => {
      const say = (line: string) => tell(`${Math.round(world.scheduler.now)} ${line}`);
      world.trace = say;
      const append = world.append.bind(world);
      world.append = async (stream, expected, events, claim) => {
        const appended = await append(stream, expected, events, claim);
        const first = appended.revision + 1 - events.length;
        events.forEach(({ type, data }, n) => {
          const text = JSON.stringify(data).replaceAll(/sealed:[^"]*/g, '…');
          say(`${appended.repeated ? 'again ' : ''}${stream}/${first + n} ${type} ${text}`);
        });
        return appended;
      };
    },
  };
}
