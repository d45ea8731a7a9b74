#!/usr/bin/env node
import './compile-cache.js';

const { run } = await import('./program.ts');
const { exitWhenWritten } = await import('./exit.ts');
await exitWhenWritten(await run());
