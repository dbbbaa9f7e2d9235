export type { AccountCommand, AccountEvent } from './events.ts';
export { applyToAccount } from './machine.ts';
export type { AccountOrder } from './order.ts';
export { accountAlarmMs } from './orders.ts';
export type { AccountState } from './state.ts';
export { newAccountState } from './state.ts';
export { viewAccount } from './view.ts';
