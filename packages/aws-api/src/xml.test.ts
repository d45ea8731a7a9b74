import { expect, test } from 'vitest';
import { encodeXml } from './xml.ts';

test.each<{ name: string; content: object; inner: string }>([
  { name: 'scalars', content: { a: 1, b: true, c: 'x' }, inner: '<a>1</a><b>true</b><c>x</c>' },
  { name: 'a date', content: { at: new Date(0) }, inner: '<at>1970-01-01T00:00:00.000Z</at>' },
  { name: 'no undefined members', content: { a: undefined, b: '' }, inner: '<b/>' },
  { name: 'a list', content: { set: ['x', { y: 2 }] }, inner: '<set><item>x</item><item><y>2</y></item></set>' },
  { name: 'an empty list', content: { set: [] }, inner: '<set/>' },
  { name: 'text that looks like markup', content: { a: `<&"'>\r\n` }, inner: `<a>&lt;&amp;&quot;'&gt;&#13;\n</a>` },
])('a document holds $name', ({ content, inner }) => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(encodeXml('R', undefined, content)).toBe(`${head}<R>${inner}</R>\n`);
  expect(encodeXml('R', 'urn:n', content)).toBe(`${head}<R xmlns="urn:n">${inner}</R>\n`);
});
