/**
 * A response as JSON: bytes become base64, dates epoch seconds with a fraction of milliseconds. Members that are
 * undefined are left out; nothing is ever null.
 */
export function encodeResponse(response: object): string {
  return JSON.stringify(onWire(response));
}

// Not a replacer of JSON.stringify: before it is asked, a Buffer has become an array with a number for every byte.
function onWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.getTime() / 1000;
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(onWire);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, onWire(item)]));
}
