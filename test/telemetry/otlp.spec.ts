import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openTelemetry } from '#service';
import { otlpEndpoint } from '#telemetry';
import { people } from '../case.steps.ts';
import { plantedCase, plantedIn } from '../planted.case.ts';
import { type StandingService, standingService } from '../standing.service.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}
interface Batch {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { readonly key: string; readonly value: object }[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

let collector: Server;
let standing: StandingService;
const bodies: string[] = [];
const paths = new Set<string | undefined>();

beforeAll(async () => {
  collector = createServer(async (request: IncomingMessage, response) => {
    paths.add(request.url);
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  standing = await standingService();
});
afterAll(async () => {
  await standing.close();
  collector.close();
});

it('a collector gets each request with its append and the view that shows it, as OTLP over HTTP, and nothing personal', async () => {
  const { port } = collector.address() as AddressInfo;
  await standing.stop();
  const to = otlpEndpoint({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/` });
  await standing.start({ telemetry: openTelemetry('api', to) });
  const caseId = await plantedCase(people(standing));
  await standing.stage.settled();
  await standing.restart(); // what was not sent yet is sent at the end

  expect([...paths]).toEqual(['/v1/traces']);
  const batches = bodies.map((body) => JSON.parse(body) as Batch).flatMap(({ resourceSpans }) => resourceSpans);
  const named = batches.flatMap(({ resource }) => resource.attributes.filter(({ key }) => key === 'service.name'));
  expect(new Set(named.map(({ value }) => JSON.stringify(value)))).toEqual(new Set(['{"stringValue":"jieli-api"}']));
  const spans = batches.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const way = (span: Span | undefined): readonly string[] =>
    span ? [...way(byId.get(span.parentSpanId ?? '')), span.name] : [];
  const ways = new Set(spans.filter(({ name }) => name === 'view').map((span) => way(span).join(' > ')));
  expect(ways).toContain('POST /desks/residents-committee/graphql > command > append > view');
  expect(plantedIn(bodies.join())).toEqual([]);
  expect(bodies.join()).not.toContain(caseId);
});
