import type { Json } from '../plan/json.ts';
import type { Template } from '../plan/request.ts';
import type { NodeContext } from './context.ts';
import { evaluateTemplate } from './template.ts';

/**
 * The videos that a concat joins, in order: an item of its list may itself be a list (`steps.x.*.outputs.video`), and
 * a single video is a list of one. Throws ExpressionFailure.
 */
export function evaluateVideos(template: Template, context: NodeContext): readonly Json[] {
  return flat(evaluateTemplate(template, context));
}

function flat(value: Json): readonly Json[] {
  return Array.isArray(value) ? value.flatMap((item: Json) => flat(item)) : [value];
}
