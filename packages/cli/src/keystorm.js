#!/usr/bin/env node
import './compile-cache.js';
import { pathToFileURL } from 'node:url';

const { programFile } = await import('./bundle.ts');
await import(pathToFileURL(programFile('keystorm')).href);
