import { z } from 'zod';
import { id, orExpression, scalar } from './scalars.ts';

const axisMap = z.strictObject({
  values: z.array(z.unknown()).optional().describe('The values: scalars, or maps that all have the `key`.'),
  from: z.string().optional().describe('A data file beside the pipeline: CSV, JSONL or YAML; one value a row.'),
  key: z.string().optional().describe('The column that names a value in node names.'),
  pairs: z.boolean().optional().describe('Make of n values n−1 pairs `{this, next}`, for transitions.'),
});

/** `strategy`: how a step becomes many nodes. */
export const strategySchema = z.strictObject({
  matrix: z
    .record(id, z.union([z.array(orExpression(scalar)), axisMap]))
    .optional()
    .describe('Axes; one node for each combination of their values.'),
  include: z.array(z.record(z.string(), z.unknown())).optional().describe('More instances; each names every axis.'),
  exclude: z.array(z.record(z.string(), scalar)).optional().describe('Combinations to leave out, by key.'),
  'max-parallel': z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('At most so many nodes of the step at once; of a step that uses a pipeline: so many uses.'),
  'fail-fast': z
    .boolean()
    .optional()
    .describe(
      'true: after a failure no more of its nodes are begun, in none of its other uses of a pipeline; what is accepted goes on. Default false.',
    ),
  over: id.optional().describe('One instance for each instance of that step, which is its `source`.'),
});
export type Strategy = z.infer<typeof strategySchema>;
export type Axis = NonNullable<Strategy['matrix']>[string];
