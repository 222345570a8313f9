import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { parser as promql } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { projectRoot } from '#runtime';
import { type Service, startOperatorServer } from '#service';
import { openMetrics, openTraces } from '#telemetry';
import { flag, type People, people, reported } from '../case.steps.ts';
import { PLANTED, plantedCase, plantedIn } from '../planted.case.ts';
import { type StandingService, standingService } from '../standing.service.ts';

const exporter = new InMemorySpanExporter();
let standing: StandingService;
let service: Service;
let who: People;

beforeAll(async () => {
  standing = await standingService();
  await standing.stop();
  const traces = openTraces('api', new SimpleSpanProcessor({ exporter }));
  service = await standing.start({ telemetry: { metrics: openMetrics(), traces } });
  who = people(standing);
});
afterAll(() => standing.close());

/** What a scraper reads: values by name and labels. */
async function scraped(
  ready = 200,
): Promise<{ readonly text: string; readonly of: (line: string) => number | undefined }> {
  const { metrics } = service.core.telemetry;
  const operator = await startOperatorServer('127.0.0.1:0', {
    metrics,
    sample: service.core.sample,
    ready: service.ready,
  });
  const text = await (await fetch(`${operator.url}/metrics`)).text();
  const health = await Promise.all(['live', 'ready'].map((name) => fetch(`${operator.url}/health/${name}`)));
  expect(health.map(({ status }) => status)).toEqual([200, ready]);
  expect((await fetch(`${operator.url}/elsewhere`)).status).toBe(404);
  await operator.close();
  const lines = new Map(text.split('\n').map((line) => line.split(/ (?=[^ ]+$)/) as [string, string]));
  return { text, of: (line) => (lines.has(line) ? Number(lines.get(line)) : undefined) };
}

describe('what operators see', () => {
  it('is counted: commands by outcome, refusals by code, commits, clocks, lag, parked, duty; and nothing personal', async () => {
    const caseId = await plantedCase(who);
    const told = { caseId, facts: PLANTED.reportFacts, reporter: { name: PLANTED.reporter } };
    const { code } = await who.committee.outcome('RecordDissuasion', { caseId, told: PLANTED.told });
    await who.committee.give('ReportToPolice', told);
    await who.committee.ask(`mutation { ${PLANTED.idNumber} }`);
    await standing.stage.settled();
    const { text, of } = await scraped();
    expect(of('jieli_command_seconds_count{command="RaiseFlag",outcome="accepted"}')).toBe(1);
    expect(of('jieli_command_seconds_count{command="RecordDissuasion",outcome="refused"}')).toBe(1);
    expect(of(`jieli_refusals_total{command="RecordDissuasion",code="${code}"}`)).toBe(1);
    expect(of('jieli_append_batch_size_count')).toBeGreaterThan(10);
    expect(of('jieli_append_to_view_seconds_count')).toBeGreaterThan(10);
    expect(of('jieli_clocks{state="running"}')).toBeGreaterThan(0);
    expect(['waiting', 'parked'].map((state) => of(`jieli_webhook_deliveries{state="${state}"}`))).toEqual([0, 0]);
    const [clocks] = await standing.query<{ running: number }>('select count(*)::int as running from runtime.clock');
    expect(of('jieli_clocks{state="running"}')).toBe(clocks?.running);
    expect([of('jieli_view_lag_seconds'), of('jieli_process_lag_seconds')]).toEqual([0, 0]);
    expect(of('jieli_glass_reviews_overdue')).toBe(0);
    expect([of('jieli_parked_cases'), of('jieli_duty_held'), of('jieli_sample_failed')]).toEqual([0, 1, 0]);
    expect(plantedIn(text)).toEqual([]);
    expect(text).not.toContain(caseId);
  });

  it('is traced from the request to append and view, under the caller’s own trace, and names nobody', async () => {
    const caseId = await reported(who, { child: { name: PLANTED.childName } });
    exporter.reset();
    const query = `mutation($input: NotAcceptInput!) { notAccept(input: $input) { __typename } }`;
    const input = { caseId, idempotencyKey: 'traced', notAcceptedBecause: 'NO_FACTS', message: PLANTED.feedback };
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const { data } = await who.police.post(JSON.stringify({ query, variables: { input } }), {
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    });
    expect(data).toEqual({ notAccept: { __typename: 'Accepted' } });
    await standing.stage.settled();
    const spans = exporter.getFinishedSpans();
    const named = (name: string) => spans.find((span) => span.name === name);
    const [request, command, append, view] = ['POST /desks/police/graphql', 'command', 'append', 'view'].map(named);
    for (const span of [request, command, append, view]) expect(span?.spanContext().traceId).toBe(trace);
    expect(request?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(command?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(append?.parentSpanContext?.spanId).toBe(command?.spanContext().spanId);
    expect(view?.parentSpanContext?.spanId).toBe(append?.spanContext().spanId);
    expect(command?.attributes).toEqual({ command: 'NotAccept' });
    const said = JSON.stringify(
      spans.map(({ name, attributes, status, events }) => ({ name, attributes, status, events })),
    );
    expect(plantedIn(said)).toEqual([]);
    expect(said).not.toContain(caseId);
  });

  it('says so when the database cannot be asked, and tells the rest', async () => {
    await standing.query('alter table runtime.parked rename to elsewhere');
    const { of } = await scraped(503);
    await standing.query('alter table runtime.elsewhere rename to parked');
    expect(of('jieli_sample_failed')).toBe(1);
    expect(of('jieli_append_batch_size_count')).toBeGreaterThan(0);
  });
});

describe('what alerts count', () => {
  it('stands at 0 from the start, so that the first is an increase', async () => {
    const text = await openMetrics().text();
    for (const line of ['troubles_total{kind="fault"}', 'troubles_total{kind="trouble"}', 'commands_failed_total'])
      expect(text).toContain(`\njieli_${line} 0\n`);
  });

  it('is each command that ended without an outcome', async () => {
    const before = (await scraped()).of('jieli_commands_failed_total') ?? Number.NaN;
    await standing.query('alter table log.event rename to elsewhere');
    const { errors } = await who.committee.post(
      JSON.stringify({
        query: 'mutation($input: RaiseFlagInput!) { raiseFlag(input: $input) { __typename } }',
        variables: { input: { ...flag(), idempotencyKey: 'failed-1' } },
      }),
    );
    await standing.query('alter table log.elsewhere rename to event');
    expect(errors).toHaveLength(1);
    expect((await scraped()).of('jieli_commands_failed_total')).toBe(before + 1);
  });
});

describe('alerts and dashboard', () => {
  const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
  const known = new Set(openMetrics().names());
  const metricsIn = (text: string) => [...new Set(text.match(/\bjieli_[a-z_]+/g))].map(plainName);
  const plainName = (name: string) => (known.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, ''));
  const { groups } = parse(read('docker/observability/alerts.yaml')) as { groups: { rules: Alert[] }[] };
  interface Alert {
    readonly alert: string;
    readonly expr: string;
    readonly annotations: { readonly runbook_url: string };
  }
  const alerts = groups.flatMap(({ rules }) => rules);
  const dashboard = JSON.parse(read('docker/observability/dashboard.json')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };

  /** What Prometheus' own grammar does not take in an expression. */
  const mistakesIn = (expr: string): readonly string[] => {
    const mistakes: string[] = [];
    promql.parse(expr).iterate({
      enter: ({ type, from, to }) => {
        if (type.isError) mistakes.push(`${from}: ${expr.slice(from, to) || 'something is missing'}`);
      },
    });
    return mistakes;
  };

  it('finds mistakes in expressions', () => {
    expect(mistakesIn('max(jieli_a{b="c"}) > 3')).toEqual([]);
    for (const wrong of ['max(jieli_a', 'jieli_a{b=c}', 'rate(jieli_a[5m)', '> 3'])
      expect(mistakesIn(wrong)).not.toEqual([]);
  });

  it.each([
    ...alerts.map(({ alert, expr }) => [alert, expr] as const),
    ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ])('%s is asked for in PromQL', (_, expr) => {
    expect(mistakesIn(expr)).toEqual([]);
  });

  it.each(alerts)('$alert asks for metrics that exist, and has a runbook', ({ alert, expr, annotations }) => {
    expect(expr).toMatch(/\bjieli_[a-z]|\bup\b/);
    expect(metricsIn(expr).filter((name) => !known.has(name))).toEqual([]);
    expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`);
    expect(read('docs/operations.md')).toContain(`\n### ${alert}\n`);
  });

  it('are there for an outage of every process, of which there are no series', () => {
    const silent = alerts.filter(({ expr }) => /^absent\(/.test(expr)).map(({ alert }) => alert);
    expect(silent).toEqual(['JieliDown', 'JieliNobodyOnDuty']);
    const { scrape_configs } = parse(read('docker/observability/prometheus.yaml')) as {
      scrape_configs: { job_name: string }[];
    };
    const jobs = alerts.flatMap(({ expr }) => /job="([^"]*)"/.exec(expr)?.[1] ?? []);
    expect(new Set(jobs)).toEqual(new Set(scrape_configs.map(({ job_name }) => job_name)));
  });

  it('shows metrics that exist, and every one of ours', () => {
    const shown = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(shown.filter((name) => !known.has(name))).toEqual([]);
    const asked = new Set([...shown, ...alerts.flatMap(({ expr }) => metricsIn(expr))]);
    expect([...known].filter((name) => name.startsWith('jieli_') && !asked.has(name))).toEqual([]);
  });
});
