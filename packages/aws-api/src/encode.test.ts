import { expect, test } from 'vitest';
import { encodeResponse } from './encode.ts';
import { encodeError, FrameworkError } from './errors.ts';

test('bytes become base64, dates epoch seconds with milliseconds, absent members nothing', () => {
  const response = {
    Plaintext: Buffer.from('hi'),
    Keys: [{ CreationDate: new Date(1_537_582_718_431), Absent: undefined }],
    Truncated: false,
    Count: 0,
  };
  expect(encodeResponse(response)).toBe(
    '{"Plaintext":"aGk=","Keys":[{"CreationDate":1537582718.431}],"Truncated":false,"Count":0}',
  );
});

test('an error has the name of its message as the service writes it, and none when it has no message', () => {
  const error = new FrameworkError('ValidationException', 'no');
  expect(encodeError(error, 'kms')).toBe('{"__type":"ValidationException","message":"no"}');
  expect(encodeError(error, 'cloudhsm')).toBe('{"__type":"ValidationException","Message":"no","message":"no"}');
  expect(encodeError(new FrameworkError('AccessDeniedException', 'no'), 'kms')).toBe(
    '{"__type":"AccessDeniedException","Message":"no"}',
  );
  expect(encodeError(new FrameworkError('UnknownOperationException'), 'kms')).toBe(
    '{"__type":"UnknownOperationException"}',
  );
});
