#!/usr/bin/env node
import './compile-cache.js';

const { run } = await import('./program.ts');
// A connection that a stopped process neither accepts nor refuses would hold this one for as long: grpc-js cannot be told to
// give it up.
process.exit(await run());
