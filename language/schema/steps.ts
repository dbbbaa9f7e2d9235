import { z } from 'zod';
import { linkFields, requestFields, requestSchema } from './request.ts';
import { duration, id, orExpression, scalar } from './scalars.ts';
import { strategySchema } from './strategy.ts';

/** The kinds of steps that are built. */
export const STEP_KINDS = ['generate', 'chain', 'promote', 'pick', 'approve', 'concat', 'fetch'] as const;
export type StepKind = (typeof STEP_KINDS)[number] | 'pipeline';

const base = {
  needs: z
    .union([id, z.array(id)])
    .optional()
    .describe('Steps that must have ended before this one begins.'),
  if: z
    .union([z.boolean(), z.string()])
    .optional()
    .describe('A bare expression: made only where it is true. `success()` counts unless it names another function.'),
  'continue-on-error': z.boolean().optional().describe('true: its failure counts as not wanted. Default false.'),
};
const many = { strategy: strategySchema.optional().describe('Makes many nodes of one step.') };
const render = {
  profile: id.optional().describe('The profile that counts for this step.'),
  timeout: duration.optional().describe('From acceptance until the render is shown as late: `90s`, `40m`, `2h`.'),
  retry: z.number().int().min(1).max(10).optional().describe('At most so many accepted tasks in all. Default 3.'),
  frozen: z.boolean().optional().describe('Made once: a changed request is shown, and not made again.'),
  'on-ambiguous': z
    .enum(['hold', 'same-key'])
    .optional()
    .describe('What happens when nobody knows whether a task was accepted.'),
  priority: z.number().int().optional().describe('Higher goes first within the run. Default 0.'),
};

const generate = z.strictObject({
  uses: z.literal('generate').describe('A render from text, pictures, video or audio.'),
  ...base,
  ...many,
  ...render,
  with: requestSchema.optional().describe('The request, in the vendor’s own fields.'),
});

const promote = z.strictObject({
  uses: z.literal('promote').describe('The request of another node again, with some fields changed.'),
  ...base,
  ...many,
  ...render,
  with: z
    .strictObject({ from: z.string().optional().describe('The node; with `over` it is the source.'), ...requestFields })
    .optional()
    .describe('`from`, and the fields that change.'),
});

const chain = z.strictObject({
  uses: z.literal('chain').describe('Shots that continue one another.'),
  ...base,
  ...many,
  ...render,
  with: z
    .strictObject({
      from: z.string().describe('The node or URL of the video that is continued.'),
      links: z
        .array(z.strictObject({ id: id.describe('Names the link: `walk--turn`.'), ...linkFields }))
        .min(1)
        .describe('The extensions, in order.'),
      tail: duration
        .optional()
        .describe('Extends only the last seconds of the film so far: `10s`; 2 to 30 s, and a media host.'),
      ...linkFields,
    })
    .describe('Where it starts, its links, and fields that all of them share.'),
});

const pick = z.strictObject({
  uses: z.literal('pick').describe('A person chooses among candidates.'),
  ...base,
  timeout: duration.optional().describe('From the question until `on-timeout`.'),
  with: z
    .strictObject({
      from: z.array(id).min(1).describe('The steps whose nodes are the candidates.'),
      'group-by': z
        .array(id)
        .optional()
        .describe('Axes; one choice for each of their combinations. Absent: one choice.'),
      choose: z.number().int().min(1).optional().describe('How many are chosen in a group. Default 1.'),
      'on-timeout': z.enum(['pause', 'first', 'fail']).optional().describe('When nobody answers. Default pause.'),
    })
    .describe('The candidates, and how they are chosen among.'),
});

const approve = z.strictObject({
  uses: z.literal('approve').describe('A person looks and decides whether to go on; a rejection is no failure.'),
  ...base,
  ...many,
  timeout: duration.optional().describe('From the question until `on-timeout`.'),
  with: z
    .strictObject({
      show: z
        .union([z.string(), z.array(z.string())])
        .describe('The nodes to look at: `${{ steps.draft.* }}`; it asks when they have ended.'),
      'on-timeout': z
        .enum(['pause', 'reject', 'fail'])
        .optional()
        .describe('When nobody answers: wait on, count as rejected in this run, or fail. Default pause.'),
    })
    .describe('What is shown.'),
});

const concat = z.strictObject({
  uses: z.literal('concat').describe('Joins videos without loss, on this machine, at no cost.'),
  ...base,
  ...many,
  with: z
    .strictObject({
      videos: z
        .union([z.string(), z.array(z.string())])
        .describe('The videos, in order: `${{ steps.final.*.outputs.video }}`.'),
    })
    .describe('What is joined.'),
});

const fetched = z.strictObject({
  uses: z.literal('fetch').describe('Brings a file into the store, at no cost: a picture, a video or a sound.'),
  ...base,
  ...many,
  with: z
    .strictObject({
      url: z.string().optional().describe('An http or https URL; fetched once, and again with --remake.'),
      path: z.string().optional().describe('A local file, relative to the pipeline file; its content counts.'),
    })
    .describe('Where it comes from: one of the two. `outputs.file` is what media fields take.'),
});

/** A step that uses the pipeline of another file. */
export const partSchema = z.strictObject({
  uses: z
    .string()
    .regex(/\.ya?ml$/)
    .describe('Another pipeline of the project, by its path from this file: `./parts/episode.yaml`.'),
  ...base,
  strategy: strategySchema.optional().describe('Makes many uses of one step.'),
  profile: id.optional().describe('Stands for `defaults.profile` of the pipeline that is used.'),
  priority: z.number().int().optional().describe('Added to the priority of each step inside. Default 0.'),
  with: z.record(id, orExpression(scalar)).optional().describe('Its inputs, by name.'),
});

/** The schema of each kind of step. */
export const STEP_SCHEMAS = { generate, promote, chain, pick, approve, concat, fetch: fetched };

/** `uses` of a part is a path: once it is read, all such steps are of one kind. */
export const partStepSchema = partSchema.transform(({ uses: file, ...step }) => ({
  ...step,
  uses: 'pipeline' as const,
  file,
}));

export type GenerateStep = z.infer<typeof generate>;
export type PromoteStep = z.infer<typeof promote>;
export type ChainStep = z.infer<typeof chain>;
export type PickStep = z.infer<typeof pick>;
export type ApproveStep = z.infer<typeof approve>;
export type ConcatStep = z.infer<typeof concat>;
export type FetchStep = z.infer<typeof fetched>;
export type PartStep = z.infer<typeof partStepSchema>;
export type Step = PartStep | GenerateStep | PromoteStep | ChainStep | PickStep | ApproveStep | ConcatStep | FetchStep;
