import type { FaultAction } from '../../../simulator/index.ts';
import { answer, type HttpFault } from './http-fault.ts';

const CUT: FaultAction = { do: 'cut', part: 0.5 };

/**
 * What comes instead of a file; where there are two, the second strikes the GET that goes on with the
 * first. Another film under the same ETag: test/activities/resume.
 */
export const DOWNLOAD_FAULTS: readonly HttpFault[] = [
  fault('403', answer(403, '')),
  fault('404', answer(404, '')),
  fault('410', answer(410, '')),
  fault('500', answer(500, '')),
  fault('HTML', { do: 'content', of: 'html' }),
  fault('JSON', { do: 'content', of: 'json' }),
  fault('no bytes', { do: 'content', of: 'empty' }),
  fault('not an MP4', { do: 'content', of: 'noise' }),
  fault('too short a length', { do: 'length', by: -100 }),
  fault('too long a length', { do: 'length', by: 100 }),
  fault('cut', CUT),
  fault('cut, chunked', { do: 'cut', part: 0.5, chunked: true }),
  { ...fault('stalled', { do: 'stall', part: 0.5 }), slow: true },
  fault('a wrong range', CUT, { do: 'shift', by: 7 }),
  fault('another ETag', CUT, { do: 'etag', value: '"another"' }),
  fault('endless', { do: 'content', of: 'endless' }),
  redirect('another address of this machine', (trap) => trap),
  redirect('a mapped address', (trap) => `http://[::ffff:7f00:2]:${new URL(trap).port}`),
  redirect('a private address', () => 'http://169.254.169.254/latest'),
];

function fault(name: string, ...actions: readonly FaultAction[]): HttpFault {
  return { name: `download: ${name}`, op: 'download', ends: 'done', actions: () => actions };
}

function redirect(where: string, to: (trap: string) => string): HttpFault {
  const actions = (trap: string) => [answer(302, '', { location: to(trap) })];
  return { name: `download: redirected to ${where}`, op: 'download', ends: 'done', actions };
}
