export * from './encode.ts';
export * from './errors.ts';
export * from './model.ts';
export * from './validate.ts';
export * from './sigv4.ts';
