import { z } from 'zod';

/** No page says what a callback holds (api.md §4): anything that names a task is one. */
const task = z.string().min(1).max(256);
const body = z.looseObject({
  task_id: task.optional().catch(undefined),
  id: task.optional().catch(undefined),
  data: z
    .looseObject({ task_id: task.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** The tasks that a callback's body names, likeliest first; none: it is no callback. Never throws. */
export function tasksNamedIn(bytes: Uint8Array): readonly string[] {
  const parsed = body.safeParse(jsonOf(bytes));
  if (!parsed.success) return [];
  const { task_id, id, data } = parsed.data;
  // `id` may be the event's own: it comes last.
  return [...new Set([task_id, data?.task_id, id].flatMap((name) => name ?? []))];
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
