import { expect } from 'vitest';

/** One message of the stream `/_keystorm/events`. */
export interface EventMessage {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads the stream of events until one of them is as wanted. */
export async function eventsUntil(
  endpoint: string,
  lastEventId: string,
  isLast: (message: EventMessage) => boolean,
): Promise<readonly EventMessage[]> {
  const client = new AbortController();
  const response = await fetch(`${endpoint}/_keystorm/events`, {
    headers: { 'last-event-id': lastEventId },
    signal: client.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const messages: EventMessage[] = [];
  let text = '';
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    messages.push(...blocks.filter((block) => !block.startsWith(':')).map(messageOf));
    if (messages.some(isLast)) break;
  }
  client.abort();
  return messages;
}

function messageOf(block: string): EventMessage {
  const fields = Object.fromEntries(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
  const data = JSON.parse(fields.data ?? '') as EventMessage['data'];
  return { id: fields.id ?? '', event: fields.event ?? '', data };
}
