import { AsyncLocalStorage } from 'node:async_hooks';
import { defaultTextMapGetter, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

type Attributes = Readonly<Record<string, string | number>>;
/** Headers of a request: `traceparent` is looked for. */
type Carrier = Readonly<Record<string, unknown>>;

/** Traces from request to append to view (追踪). Names and codes alone: nothing of a case or a person. */
export interface Traces {
  /** Work that came from outside, under the caller's own trace where it names one. */
  request<T>(name: string, carrier: Carrier, work: () => Promise<T>): Promise<T>;
  /** The same for work that goes on by callback: `end` when it is done. */
  enter(name: string, carrier: Carrier, work: (end: () => void) => void): void;
  /** A part of what goes on here. `work` may add what became of it. */
  part<T>(name: string, attributes: Attributes, work: (add: (more: Attributes) => void) => Promise<T>): Promise<T>;
  /** What goes on here, for {@link later}. */
  here(): unknown;
  /** A part of something that went on before, from a moment to now; milliseconds since 1970. */
  later(of: unknown, name: string, from: number): void;
  close(): Promise<void>;
}

/** Where traces are sent, by the variables that OpenTelemetry names; undefined when they are off. */
export function otlpEndpoint(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  return base ? `${base.replace(/\/$/, '')}/v1/traces` : undefined;
}

/** No traces: the work alone. */
export const noTraces: Traces = {
  request: (_, __, work) => work(),
  enter: (_, __, work) => work(() => undefined),
  part: (_, __, work) => work(() => undefined),
  here: () => undefined,
  later: () => undefined,
  close: async () => undefined,
};

/** Traces of a role (`api`, `worker`, `exchange`), sent over OTLP to `endpoint`; tests pass a processor of their own. */
export function openTraces(role: string, to: string | SpanProcessor): Traces {
  const processor =
    typeof to === 'string' ? new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: to }) }) : to;
  const resource = resourceFromAttributes({ 'service.name': `jieli-${role}` });
  const provider = new TracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer('jieli');
  const current = new AsyncLocalStorage<Span>();
  const propagator = new W3CTraceContextPropagator();
  const under = (span: Span | undefined) => (span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT);
  const begun = (name: string, carrier: Carrier) =>
    tracer.startSpan(name, {}, propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter));
  /** The class of an error and no more: its message might repeat what was sent. */
  const failed = (span: Span, error: unknown) =>
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' });
  const during = async <T>(span: Span, work: () => Promise<T>): Promise<T> => {
    try {
      return await current.run(span, work);
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  };
  return {
    request: (name, carrier, work) => during(begun(name, carrier), work),
    enter: (name, carrier, work) => {
      const span = begun(name, carrier);
      current.run(span, () => work(() => span.end()));
    },
    part: (name, attributes, work) => {
      const span = tracer.startSpan(name, { attributes }, under(current.getStore()));
      return during(span, () => work((more) => void span.setAttributes(more)));
    },
    here: () => current.getStore(),
    later: (of, name, from) => {
      if (of) tracer.startSpan(name, { startTime: from }, under(of as Span)).end();
    },
    close: () => provider.shutdown(),
  };
}
