import { expect, test } from 'vitest';
import { readClientFile, readServerFile, serverFile, serverFileAt } from './server-file.ts';
import { TypedFiles } from './typed-terminal.fixture.ts';

const PATH = '/data/etc/cloudhsm_mgmt_util.cfg';
const HSMS = [
  { eniIp: '10.0.3.11', dataAddress: '10.0.3.11:2223', slot: 1 },
  { eniIp: '10.0.2.9', dataAddress: '127.0.0.1:40001', slot: 0 },
];

test('HSMs are numbered in the order in which they joined the cluster', async () => {
  const files = new TypedFiles({ [PATH]: serverFile(HSMS).toString() });
  expect(await readServerFile(files, PATH)).toEqual([
    { name: '10.0.2.9', hostname: '127.0.0.1', port: 40_001, trustAnchorPath: '/data/etc/customerCA.crt' },
    { name: '10.0.3.11', hostname: '10.0.3.11', port: 2223, trustAnchorPath: '/data/etc/customerCA.crt' },
  ]);
});

const SERVER = { name: 'a', hostname: 'a', port: 1, owner_cert_path: '/ca.crt' };
const MISTAKES = [
  { name: 'no file', content: undefined, message: 'There is no configuration file' },
  { name: 'no JSON', content: 'servers', message: 'is damaged' },
  { name: 'no servers', content: '{"servers":[]}', message: 'servers' },
  { name: 'a wrong port', content: JSON.stringify({ servers: [{ ...SERVER, port: 0 }] }), message: 'port' },
  { name: 'a member too many', content: JSON.stringify({ servers: [SERVER], more: 1 }), message: 'more' },
];

test.each(MISTAKES)('$name is told, with the cure', async ({ content, message }) => {
  const reading = readServerFile(new TypedFiles(content === undefined ? {} : { [PATH]: content }), PATH);
  await expect(reading).rejects.toThrow(message);
  await expect(reading).rejects.toThrow('npx configure --cmu');
});

test('the cure for a file of key_mgmt_util is another one', async () => {
  await expect(readClientFile(new TypedFiles(), PATH)).rejects.toThrow('npx configure -a');
});

test('the file of key_mgmt_util says on how many HSMs new keys must be, and keeps it when HSMs change', async () => {
  const client = (nodes: unknown) => ({ client: { create_object_minimum_nodes: nodes } });
  const files = new TypedFiles({ [PATH]: JSON.stringify({ servers: [SERVER], ...client(2) }) });
  expect(await readClientFile(files, PATH)).toMatchObject({ servers: [{ name: 'a' }], minimumNodes: 2 });
  await files.write(PATH, await serverFileAt(files, PATH, HSMS));
  expect(await readClientFile(files, PATH)).toMatchObject({ servers: [{}, {}], minimumNodes: 2 });
  await files.write(PATH, serverFile(HSMS));
  expect(await readClientFile(files, PATH)).toMatchObject({ minimumNodes: 1 });
  for (const wrong of [0, 29, '2']) {
    await files.write(PATH, Buffer.from(JSON.stringify({ servers: [SERVER], ...client(wrong) })));
    await expect(readClientFile(files, PATH)).rejects.toThrow('create_object_minimum_nodes');
  }
});
