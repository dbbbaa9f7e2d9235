export { type AccountFacts, accountFacts, accountSettings, accountWithKey, apiNamed } from './account.ts';
export { type AccountOfRun, accountOfRun } from './account-of-run.ts';
export {
  type AccountSettings,
  accountIdOf,
  accountIdsIn,
  readAccount,
  readKey,
  saveAccount,
  simulatorAccountId,
} from './account-settings.ts';
export { isOurListener, listenerProof } from './callback-proof.ts';
export {
  CALLBACK_PORT,
  type CallbackSettings,
  callbackSecret,
  callbackSettings,
  readCallbacks,
  saveCallbacks,
} from './callbacks.ts';
export { ConfigError } from './config-error.ts';
export { durationMs } from './durations.ts';
export { cacheFolder, homeFolder } from './home.ts';
export {
  hasMediaHost,
  type MediaHostSettings,
  mediaHostState,
  readMediaHost,
  saveMediaHostKeys,
} from './media-host.ts';
export { type ProjectFile, projectFileSchema, readProjectFile } from './project-file.ts';
export { isLoopback, realmOf } from './realm.ts';
