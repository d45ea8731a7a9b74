export * from './event.ts';
export { EventLog } from './event-log.ts';
export * from './key-deletion.ts';
export * from './lookup-events.ts';
export * from './request-event.ts';
