export { type Fits, fitsBy } from './fits.ts';
export { type Forecast, type Foreseen, foresee, type Span } from './forecast.ts';
export { kindOf, kindsOf } from './kinds.ts';
export {
  type DayBudget,
  NO_SURROUNDINGS,
  type Outlook,
  type Rival,
  type Standing,
  type Surroundings,
} from './outlook.ts';
export type { Play } from './plays.ts';
