export { account } from './account.ts';
export { run } from './run.ts';
