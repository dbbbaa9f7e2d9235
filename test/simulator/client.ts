import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts';

/** Tests read answers as a customer's script would: unchecked. */
type Unchecked = ReturnType<typeof JSON.parse>;

export type Reply = { status: number; body: Unchecked; headers: Headers };

/** A fast simulator that is closed whatever becomes of the test. */
export async function withSimulator(options: SimulatorOptions, use: (vendor: Vendor) => Promise<void>): Promise<void> {
  const simulator = await startSimulator({ taskMs: 20, jitter: 0, ...options });
  try {
    await use(makeVendor(simulator));
  } finally {
    await simulator.close();
  }
}

export type Vendor = ReturnType<typeof makeClient> & { simulator: Simulator };

function makeVendor(simulator: Simulator): Vendor {
  return { ...makeClient(simulator.url), simulator };
}

export const SHOT = { model: 'skyreels-v4-fast', prompt: 'A fox in the snow', duration: 3, resolution: '480p' };

/** Calls a simulator as a customer would, on a connection of its own each time. */
export function makeClient(url: string, key = 'a-key') {
  const call = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const headers = { authorization: `Bearer ${key}`, connection: 'close', ...init.headers };
    const response = await fetch(path.startsWith('http') ? path : url + path, { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: isJson(text) ? JSON.parse(text) : text };
  };
  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call(path, { method: 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return {
    url,
    call,
    post,
    submit: (body: object = SHOT, headers: Record<string, string> = {}) => post('/v1/tasks', body, headers),
    poll: (id: string) => call(`/v1/tasks/${id}`),
    cancel: (id: string) => post(`/v1/tasks/${id}/cancel`),
    sim: (path: string) => call(`/_sim/${path}`),
    /** Submits, waits for the `count`th completed task and answers with its link. */
    finish: async (body: object = SHOT, count = 1): Promise<{ id: string; link: string; status: Unchecked }> => {
      const { body: accepted } = await post('/v1/tasks', body);
      await call(`/_sim/wait?event=completed&count=${count}`);
      const { body: status } = await call(`/v1/tasks/${accepted.task_id}`);
      return { id: accepted.task_id, link: status.result?.videos[0].url, status };
    },
  };
}

function isJson(text: string): boolean {
  return /^[[{]/.test(text);
}
