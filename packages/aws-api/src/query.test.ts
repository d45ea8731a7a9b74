import { describe, expect, test } from 'vitest';
import { FrameworkError } from './errors.ts';
import { parseQuery } from './query.ts';

const parse = (form: string) => parseQuery(Buffer.from(form));

describe('a request of the query protocol', () => {
  test.each([
    { name: 'text', form: 'VpcId=vpc-1', parameters: { VpcId: 'vpc-1' } },
    { name: 'no parameters', form: '', parameters: {} },
    { name: 'an empty value', form: 'Description=', parameters: { Description: '' } },
    { name: 'escapes', form: 'Description=a+b%26c%3Dd%C3%BC', parameters: { Description: 'a b&c=dü' } },
    { name: 'a list in the order of its numbers', form: 'A.10=c&A.2=b&A.1=a', parameters: { A: ['a', 'b', 'c'] } },
    {
      name: 'lists of structures with lists',
      form: 'Filter.1.Name=x&Filter.1.Value.1=a&Filter.1.Value.2=b&Filter.2.Name=y',
      parameters: { Filter: [{ Name: 'x', Value: ['a', 'b'] }, { Name: 'y' }] },
    },
    { name: 'a structure', form: 'Spec.Timeout=5', parameters: { Spec: { Timeout: '5' } } },
  ])('holds $name', ({ form, parameters }) => {
    expect(parse(`Action=DescribeVpcs&Version=2016-11-15&${form}`)).toEqual({
      action: 'DescribeVpcs',
      version: '2016-11-15',
      parameters,
    });
  });

  test('names of JavaScript are names like others', () => {
    const { parameters } = parse('__proto__.a=1&constructor=2');
    expect(Object.keys(parameters).toSorted()).toEqual(['__proto__', 'constructor']);
    expect(Object.hasOwn({}, 'a')).toBe(false);
  });

  test.each([
    { name: 'is text and structure at once', form: 'A=1&A.1=2' },
    { name: 'is structure and text at once', form: 'A.1=2&A=1' },
    { name: 'has an action that is a list', form: 'Action.1=x' },
    { name: 'is nested without end', form: `${'A.'.repeat(100_000)}A=1` },
    { name: 'holds what no answer can', form: 'A=%00' },
  ])('is refused when it $name', ({ form }) => {
    expect(() => parse(form)).toThrow(FrameworkError);
  });
});
