export { proveTask } from './prove-task.ts';
export type { BalanceAnswer, Provider, StatusAnswer, SubmitAnswer, TaskView } from './provider.ts';
export { type Qingbo, type QingboOptions, qingbo } from './qingbo/qingbo.ts';
