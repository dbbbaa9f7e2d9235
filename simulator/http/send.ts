import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, bodyBytes } from './answer.ts';

/** How an answer is spoilt on its way; with nothing set it arrives as it is. Parts are from 0 to 1. */
export type Delivery = {
  readonly bytesPerSecond?: number;
  readonly lengthOffBy?: number;
  readonly cutAtPart?: number;
  readonly chunked?: boolean;
  readonly stallAtPart?: number;
  readonly shiftBy?: number;
  readonly otherBytes?: boolean;
  readonly endless?: boolean;
};

/** Sends an answer; true if all of it left whole. `head`: the headers alone. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  delivery: Delivery = {},
  head = false,
): Promise<boolean> {
  const { body } = answer;
  if (Object.keys(delivery).length > 0) return sendSpoilt(response, answer, delivery);
  if (body.kind !== 'file') {
    const bytes = await bodyBytes(answer, readPart);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
    response.end(head ? undefined : bytes);
    return !response.destroyed;
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.end - body.start });
  if (head || body.end === body.start) {
    response.end();
    return true;
  }
  try {
    await pipeline(createReadStream(body.path, { start: body.start, end: body.end - 1 }), response);
    return true;
  } catch {
    // The caller went away.
    return false;
  }
}

async function sendSpoilt(response: ServerResponse, answer: Answer, delivery: Delivery): Promise<boolean> {
  const bytes = spoil(await bodyBytes(answer, readPart), delivery);
  const { lengthOffBy = 0, cutAtPart, stallAtPart, bytesPerSecond, chunked, endless } = delivery;
  const length = chunked || endless ? {} : { 'content-length': Math.max(0, bytes.length + lengthOffBy) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  if (bytesPerSecond !== undefined) return drip(response, bytes, bytesPerSecond);
  if (endless) return flood(response, bytes);
  const part = cutAtPart ?? stallAtPart;
  await write(response, bytes.subarray(0, part === undefined ? bytes.length : Math.floor(bytes.length * part)));
  if (stallAtPart !== undefined) return false;
  if (cutAtPart === undefined && lengthOffBy <= 0) {
    response.end();
    return lengthOffBy === 0;
  }
  // Fewer bytes than were announced: only the end of the connection ends such an answer.
  response.destroy();
  return false;
}

function spoil(bytes: Buffer, { shiftBy, otherBytes }: Delivery): Buffer {
  if (shiftBy !== undefined && bytes.length > 0) {
    const from = ((shiftBy % bytes.length) + bytes.length) % bytes.length;
    return Buffer.concat([bytes.subarray(from), bytes.subarray(0, from)]);
  }
  if (otherBytes && bytes.length > 0) {
    // The middle of a clip is picture data, not index: the file stays readable.
    const middle = Math.floor(bytes.length / 2);
    bytes.writeUInt8((bytes[middle] ?? 0) ^ 0x01, middle);
  }
  return bytes;
}

async function drip(response: ServerResponse, bytes: Buffer, bytesPerSecond: number): Promise<boolean> {
  const stepBytes = Math.max(1, Math.floor(bytesPerSecond / 20));
  for (let at = 0; at < bytes.length && !response.destroyed; at += stepBytes) {
    await write(response, bytes.subarray(at, at + stepBytes));
    await sleep((stepBytes / bytesPerSecond) * 1000);
  }
  response.end();
  return !response.destroyed;
}

async function flood(response: ServerResponse, bytes: Buffer): Promise<boolean> {
  const more = Buffer.concat([bytes, Buffer.alloc(65_536)]);
  while (!response.destroyed) await write(response, more);
  return false;
}

/** Resolves when the operating system has the bytes, or the caller is gone. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length === 0 || response.destroyed) return resolve();
    const done = (): void => {
      response.off('close', done);
      resolve();
    };
    response.once('close', done);
    response.write(bytes, done);
  });
}

async function readPart(path: string, start: number, end: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(end - start);
    await file.read(bytes, 0, bytes.length, start);
    return bytes;
  } finally {
    await file.close();
  }
}
