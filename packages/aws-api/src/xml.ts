import type { ApiError } from './errors.ts';

/**
 * A document with one root element. Names are as on the wire; undefined members are left out, lists become `item`
 * elements.
 */
export function encodeXml(root: string, namespace: string | undefined, content: object): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content)}</${root}>\n`;
}

/** The body of an error of EC2. Source: Amazon EC2 API Reference, "API error response". */
export function encodeEc2Error({ code, message }: Pick<ApiError, 'code' | 'message'>, requestId: string): string {
  return encodeXml('Response', undefined, {
    Errors: { Error: { Code: code, Message: message } },
    RequestID: requestId,
  });
}

function inner(content: unknown): string {
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  if (content instanceof Date) return content.toISOString();
  if (Array.isArray(content)) return content.map((item) => element('item', item)).join('');
  if (typeof content !== 'object' || content === null) throw new TypeError(`${typeof content} has no place in XML`);
  return Object.entries(content)
    .map(([name, value]) => (value === undefined ? '' : element(name, value)))
    .join('');
}

function element(name: string, content: unknown): string {
  const text = inner(content);
  return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser would make another kind of white space of it.
  '\r': '&#13;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}
