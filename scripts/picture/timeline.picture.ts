import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '#calendar';
import { agencyTypes } from '#policy';
import { projectRoot } from '#runtime';
import { playScenario, readScenario } from '#scenario';
import { directoryFor, startThrowAway } from '#service';
import { type DrawnHandoff, timelineSvg } from './timeline.svg.ts';

/** Where the picture stands, and the scenario that it is drawn from. */
export const PICTURE = join(projectRoot, 'docs/timeline.svg');
const SCENARIO = 'libs/scenario/shipped/S05.yaml';
/** A report in the wrong county: handed over on the second day, late on the third. */
const AS_OF = '2025-08-28T00:00:00.000+08:00' as Instant;
const OVERSEER = { id: 'wccw-4415', type: 'WCCW', division: '4415' } as const;

const QUERY = `{ cases(first: 1) { edges { node { id } } } }`;
const HANDOFFS = `query($id: ID!, $asOf: Instant) { handoffs(caseId: $id, asOf: $asOf) { handoffs { title { zh en } due
  late { text { zh } } held { holder { id name { zh } } from to wall { text { zh } } } } } }`;

/** Plays the scenario, asks the oversight desk of the city how it stood, and draws the answer. */
export async function timelinePicture(databaseUrl?: string): Promise<string> {
  const scenario = readScenario('S05.yaml', readFileSync(join(projectRoot, SCENARIO), 'utf8'));
  const { stage, host, close } = await startThrowAway({
    databaseUrl,
    directory: directoryFor([scenario], agencyTypes),
  });
  try {
    await playScenario(scenario, stage);
    if (host.now() < AS_OF) await stage.passTo(AS_OF);
    await stage.settled();
    const ask = async (query: string, variables: object) => {
      const authorization = `Bearer ${await stage.token(OVERSEER.id, 1)}`;
      const response = await fetch(stage.url + stage.deskPath(OVERSEER), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as { data: Answer };
    };
    const { data: list } = await ask(QUERY, {});
    const id = list.cases?.edges[0]?.node.id;
    const { data } = await ask(HANDOFFS, { id, asOf: AS_OF });
    if (!data.handoffs) throw new Error('the scenario left no case to draw');
    return timelineSvg(`${scenario.scenario} ${scenario.title.zh}`, data.handoffs.handoffs, AS_OF);
  } finally {
    await close();
  }
}

interface Answer {
  readonly cases?: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
  readonly handoffs?: { readonly handoffs: readonly DrawnHandoff[] };
}
