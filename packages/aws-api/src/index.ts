export * from './encode.ts';
export * from './errors.ts';
export * from './model.ts';
export * from './request-counts.ts';
export * from './validate.ts';
export * from './sigv4.ts';
export * from './query.ts';
export * from './xml.ts';
