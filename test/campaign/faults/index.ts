import { DOWNLOAD_FAULTS } from './download-faults.ts';
import type { HttpFault } from './http-fault.ts';
import { POLL_FAULTS } from './poll-faults.ts';
import { SUBMIT_FAULTS } from './submit-faults.ts';

export { CALLBACK_FAULTS, type CallbackFault } from './callback-faults.ts';
export type { HttpFault } from './http-fault.ts';

/** The HTTP faults of docs/reliability.md, each for a shot of its own. */
export const HTTP_FAULTS: readonly HttpFault[] = [...SUBMIT_FAULTS, ...POLL_FAULTS, ...DOWNLOAD_FAULTS];
