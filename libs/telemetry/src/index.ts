export { type Lag, lagOf } from './lag.ts';
export { measuredRuntime } from './measured.runtime.ts';
export { measuredStorage } from './measured.storage.ts';
export { type Metrics, openMetrics } from './metrics.ts';
export { noTraces, openTraces, otlpEndpoint, type Traces } from './traces.ts';
