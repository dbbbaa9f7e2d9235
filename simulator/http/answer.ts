import type { Json } from '../json.ts';

/** What goes back to a caller, before a fault has touched it. */
export type Answer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body:
    | { readonly kind: 'json'; readonly value: Json }
    | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
    /** A part of a file, `end` exclusive. */
    | { readonly kind: 'file'; readonly path: string; readonly start: number; readonly end: number };
  /** The task that the answer is about. */
  readonly taskId?: string;
};

export function jsonAnswer(status: number, value: Json, headers: Answer['headers'] = {}, taskId?: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: { kind: 'json', value },
    ...(taskId === undefined ? {} : { taskId }),
  };
}

/** An error in the vendor's shape. */
export function errorAnswer(
  status: number,
  code: string,
  message: string,
  more: {
    readonly param?: string;
    readonly headers?: Answer['headers'];
    readonly [name: string]: Json | undefined;
  } = {},
): Answer {
  const { headers, ...fields } = more;
  const given = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return jsonAnswer(status, { error: { message, code, ...Object.fromEntries(given) } }, headers);
}

/** The whole body in memory: only answers that a fault changes need it. */
export async function bodyBytes(
  answer: Answer,
  readPart: (path: string, start: number, end: number) => Promise<Buffer>,
) {
  const { body } = answer;
  switch (body.kind) {
    case 'json':
      return Buffer.from(JSON.stringify(body.value));
    case 'bytes':
      return Buffer.from(body.bytes);
    case 'file':
      return readPart(body.path, body.start, body.end);
    default:
      return body satisfies never;
  }
}
