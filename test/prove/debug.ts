import { simulate } from './sim/simulate.ts';

const seed = Number(process.argv[2]);
const filter = process.argv[3] ?? '';
const run = await simulate(seed, {
  world: (world) => {
    setInterval(() => undefined, 1e6).unref();
    world.trace = (line) => console.log(Math.round(world.scheduler.now), line);
    const append = world.append.bind(world);
    world.append = async (stream, expected, events) => {
      const done = await append(stream, expected, events);
      if (stream.includes(filter))
        for (const e of events)
          console.log(
            Math.round(world.scheduler.now),
            done.position,
            done.repeated,
            stream.slice(0, 13),
            done.revision,
            e.type,
            (e.meta as { at: string }).at,
            JSON.stringify(e.data)
              .slice(0, 900)
              .replace(/sealed:[^"]*/g, 's'),
          );
      return done;
    };
  },
});
console.log(run.violations.slice(0, 5));
