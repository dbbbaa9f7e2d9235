import { z } from 'zod';
import { requestSchema, scalarFields } from './request.ts';
import { duration, id, orExpression, scalar } from './scalars.ts';
import { partSchema, STEP_SCHEMAS } from './steps.ts';
import { told } from './told.ts';

export const INPUT_TYPES = ['string', 'number', 'boolean', 'choice', 'file'] as const;

const inputSchema = z.strictObject({
  type: z
    .enum(INPUT_TYPES)
    .describe('string, number, boolean, choice or file (a path from the project’s root; `./` from the pipeline).'),
  default: scalar.optional().describe('The value where none is given.'),
  description: z.string().optional().describe('What it is for.'),
  required: z.boolean().optional().describe('false: null where it is neither given nor defaulted. Default true.'),
  options: z.array(scalar).optional().describe('With type choice: what may be chosen.'),
});
export type InputDeclaration = z.infer<typeof inputSchema>;

const budgetSchema = z.strictObject({
  limit: orExpression(z.number().positive()).describe(
    'USD, at most two decimals, for one run with its resumes and retries.',
  ),
  'warn-at': orExpression(z.string().regex(/^\d{1,3}%$/))
    .optional()
    .describe('A percentage of the limit. Default 80%.'),
  'on-exceed': z
    .enum(['pause', 'finish-running', 'cancel-queued'])
    .optional()
    .describe('pause: submit nothing more; finish-running: skip the rest; cancel-queued: cancel at the vendor too.'),
});

const defaultsSchema = z.strictObject({
  profile: id.optional().describe('The profile of steps that name none, unless --profile says another.'),
  timeout: duration.optional().describe('The timeout of renders that have none.'),
  with: requestSchema.optional().describe('Fields of every generate step, below profile and `with`.'),
});

const top = {
  version: z.literal(1).describe('The version of the language: 1.'),
  name: z.string().optional().describe('A label; lock, picks and renders take the file’s name.'),
  description: z.string().optional().describe('What the pipeline is for.'),
  inputs: z
    .record(id, inputSchema)
    .optional()
    .describe('Values given with `-i name=value` or `--inputs FILE`, or by the pipeline that uses this one.'),
  vars: z.record(id, orExpression(scalar)).optional().describe('Values that are written once and used often.'),
  profiles: z
    .record(id, z.strictObject(scalarFields))
    .optional()
    .describe('Named sets of fields, for drafts and finals; no prompt, no media.'),
  defaults: defaultsSchema.optional().describe('What counts where a step says nothing.'),
  budget: budgetSchema
    .optional()
    .describe('What a run may cost. In a pipeline that is used: a further cap; what goes beyond it is skipped.'),
  account: z.string().optional().describe('The account’s name in dailies.yaml. Default default.'),
  priority: z.number().int().optional().describe('Runs of higher priority get slots first. Default 0.'),
  weight: z.number().positive().optional().describe('The run’s share of the slots beside other runs. Default 1.'),
  outputs: z.record(id, z.string()).optional().describe('What the pipeline is for, by name.'),
};

/** The file but for its steps, which are checked one by one by their kind. */
export const pipelineSchema = z.strictObject({ ...top, steps: z.record(id, z.unknown()) });
export type PipelineDocument = z.infer<typeof pipelineSchema>;

const kindSchema = z.discriminatedUnion('uses', [
  STEP_SCHEMAS.generate,
  STEP_SCHEMAS.chain,
  STEP_SCHEMAS.promote,
  STEP_SCHEMAS.pick,
  STEP_SCHEMAS.approve,
  STEP_SCHEMAS.concat,
  STEP_SCHEMAS.fetch,
]);

const stepSchema = z.union([kindSchema, partSchema]);

const wholeSchema = z.strictObject({
  ...top,
  steps: z.record(id, stepSchema).describe('The shots and what is made of them, by id.'),
});

/** The JSON Schema of a pipeline file (draft 2020-12), for editors and for the reference: each key with an example. */
export function jsonSchema(): object {
  const schema = told({ ...z.toJSONSchema(wholeSchema) });
  return { $id: 'pipeline.v1.schema.json', title: 'Dailies pipeline, version 1', ...schema };
}
