export type { Due, Media, Sheet } from './model/data.ts';
export type { SheetFacts, SheetNode } from './model/facts.ts';
export { type LetGo, letGo } from './model/let-go.ts';
export { sheetOf } from './model/sheet-of.ts';
export type { Desk, Reply } from './server/desk.ts';
export type { Orders } from './server/orders.ts';
export { type ServedSheet, serveSheet } from './server/serve-sheet.ts';
export { staticSheet } from './static-sheet.ts';
