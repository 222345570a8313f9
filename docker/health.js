/** The health check of a container: 0 once the program beside it is ready (健康检查). */
const port = process.env.JIELI_METRICS_ADDRESS?.split(':')[1] ?? '9464';
const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(ready ? 0 : 1);
