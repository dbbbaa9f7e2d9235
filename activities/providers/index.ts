export { type AccountHealth, accountHealth } from './account-health.ts';
export { type OpenProvider, openProvider, type ProviderAccess } from './open-provider.ts';
export { proveTask } from './prove-task.ts';
export type { BalanceAnswer, Provider, StatusAnswer, SubmitAnswer, TaskView } from './provider.ts';
