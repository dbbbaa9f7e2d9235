export { accountIn } from './account-name.ts';
export { load } from './load.ts';
export type { Loaded, LoadOptions, LookedAtMedium, MediaOptions } from './load-options.ts';
export type { Problem } from './problem.ts';
export { PROBLEM_CODES, type ProblemCode } from './problem-codes.ts';
export { render } from './render.ts';
export { jsonSchema } from './schema/pipeline.ts';
export { suggest } from './suggest.ts';
