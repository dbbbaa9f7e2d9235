export { proveTask } from './prove-task.ts';
export type { Provider } from './provider.ts';
export { type Qingbo, qingbo } from './qingbo/qingbo.ts';
