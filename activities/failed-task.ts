import type { ApiProfile } from '../plan/api-profile.ts';
import type { FailureCode } from '../plan/failures.ts';
import type { TaskView } from './providers/provider.ts';

/**
 * Why the vendor failed a task, and whether another attempt makes sense (api.md §2). A content refusal comes as an
 * ordinary error; the profile's patterns know it by its words, and it is never tried again by itself.
 */
export function failedTask(view: TaskView, api: ApiProfile): { readonly code: FailureCode; readonly again: boolean } {
  const code = codeOf(view, api);
  return { code, again: code !== 'CONTENT_REFUSED' && code !== 'UPSTREAM_REFUSED' };
}

/** The vendor has no code for moderation (api.md §3): its words tell, by the profile's list. */
export function isContentRefusal(message: string, api: ApiProfile): boolean {
  return api.contentRefusals.some((pattern) => new RegExp(pattern, 'i').test(message));
}

function codeOf({ errorCode, errorMessage }: TaskView, api: ApiProfile): FailureCode {
  if (isContentRefusal(errorMessage, api) && ['upstream_bad_request', 'task_failed', ''].includes(errorCode))
    return 'CONTENT_REFUSED';
  switch (errorCode) {
    case 'upstream_unavailable':
      return 'UPSTREAM_UNAVAILABLE';
    case 'upstream_rate_limited':
      return 'UPSTREAM_BUSY';
    case 'upstream_bad_request':
      return 'UPSTREAM_REFUSED';
    default:
      return 'TASK_FAILED';
  }
}
