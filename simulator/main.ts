#!/usr/bin/env node
import { runSimulator } from './run-simulator.ts';

process.exit(await runSimulator(process.argv.slice(2)));
