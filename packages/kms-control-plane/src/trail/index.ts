export * from './event.ts';
export { EventFeed, ReaderTooSlowError } from './event-feed.ts';
export { EventLog, type LoggedEvent } from './event-log.ts';
export * from './key-deletion.ts';
export * from './lookup-events.ts';
export * from './record-notice.ts';
export * from './request-event.ts';
