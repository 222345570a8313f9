/**
 * JSON with one text for one value: keys sorted, `undefined` dropped, no space.
 *
 * @throws TypeError for what JSON does not hold, such as NaN, a bigint, a function, a Map: written as JSON writes them,
 *   different ones would look the same.
 */
export function canonicalJson(value: unknown): string {
  if (value === undefined) return '';
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') return ofObject(value);
  throw notJson();
}

function ofObject(value: object): string {
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON());
  if (Object.prototype.toString.call(value) !== '[object Object]') throw notJson();
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

const notJson = () => new TypeError('only JSON values have a digest');
