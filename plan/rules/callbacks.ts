import { isDeferred, isGiven, itemsOf, listed, type Rule, textIn } from './rule.ts';

/** What a callback may be told of (seed page, "callback_events"): other words than those of a task's status. */
export const CALLBACK_EVENTS: readonly string[] = ['queued', 'running', 'succeeded', 'failed'];

/** Who is told (seed page, "callback_url", "callback_events"), rules 12 and 13. No part of what is made. */
export const CALLBACK_RULES: readonly Rule[] = [
  {
    number: 12,
    code: 'CALLBACK_EVENTS',
    severity: 'error',
    words: `callback_events are ${listed(CALLBACK_EVENTS)}`,
    check: (request) =>
      itemsOf(request.callback_events).flatMap((event, index) => {
        if (isDeferred(event) || (typeof event === 'string' && CALLBACK_EVENTS.includes(event))) return [];
        const message = `${JSON.stringify(event)} is no event of a callback; allowed: ${listed(CALLBACK_EVENTS)}`;
        return [{ path: ['callback_events', index], message }];
      }),
  },
  {
    number: 12,
    code: 'CALLBACK_EVENTS',
    severity: 'warning',
    words: 'callback_events have no effect without callback_url',
    check: (request) => {
      if (!isGiven(request.callback_events) || isGiven(request.callback_url)) return [];
      return [{ path: ['callback_events'], message: 'callback_events have no effect without callback_url' }];
    },
  },
  {
    number: 13,
    code: 'CALLBACK_URL',
    severity: 'error',
    words: 'callback_url is an http or https URL',
    check: (request) => {
      const url = textIn(request, 'callback_url');
      if (url === undefined || /^https?:\/\/[^\s]+$/.test(url)) return [];
      return [{ path: ['callback_url'], message: `"${url}" is not an http or https URL` }];
    },
  },
];
