export { type AccountFacts, accountFacts, accountWithKey, apiNamed } from './account.ts';
export { type AccountOfRun, accountOfRun } from './account-of-run.ts';
export {
  type AccountSettings,
  accountIdOf,
  readAccount,
  readKey,
  saveAccount,
  simulatorAccountId,
} from './account-settings.ts';
export { ConfigError } from './config-error.ts';
export { durationMs } from './durations.ts';
export { cacheFolder, homeFolder } from './home.ts';
export { type ProjectFile, projectFileSchema, readProjectFile } from './project-file.ts';
export { isLoopback, realmOf } from './realm.ts';
