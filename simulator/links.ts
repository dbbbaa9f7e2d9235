import { createHmac, timingSafeEqual } from 'node:crypto';

/** Links to results: they carry their own end of life and cannot be made by anybody else. */
export type Links = {
  readonly make: (taskId: string, expiresAtS: number) => string;
  /** What makes a link to anything that has a name: when it ends, and a signature. */
  readonly token: (name: string, expiresAtS: number) => string;
  readonly check: (taskId: string, token: string | null, nowMs: number) => 'good' | 'expired' | 'forged';
  /** The task behind a link of this simulator on this machine, whatever its port; undefined for all other URLs. */
  readonly ownTask: (url: string) => { readonly taskId: string; readonly token: string | null } | undefined;
};

/** Links under `origin()`, signed with a secret. `expires_at` is in seconds, as the vendor has it. */
export function makeLinks(secret: string, origin: () => string): Links {
  const sign = (taskId: string, expiresAtS: string): string =>
    createHmac('sha256', secret).update(`${taskId}.${expiresAtS}`).digest('hex').slice(0, 32);

  const check: Links['check'] = (taskId, token, nowMs) => {
    const [expiresAtS, signature] = (token ?? '').split('.');
    if (expiresAtS === undefined || signature === undefined) return 'forged';
    const wanted = Buffer.from(sign(taskId, expiresAtS));
    const found = Buffer.from(signature);
    if (wanted.length !== found.length || !timingSafeEqual(wanted, found)) return 'forged';
    return nowMs >= Number(expiresAtS) * 1000 ? 'expired' : 'good';
  };

  const token: Links['token'] = (name, expiresAtS) => `${expiresAtS}.${sign(name, `${expiresAtS}`)}`;

  return {
    check,
    token,
    make: (taskId, expiresAtS) => `${origin()}/files/${taskId}?token=${token(taskId, expiresAtS)}`,
    ownTask: (text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      const taskId = url?.pathname.match(/^\/files\/([^/]+)$/)?.[1];
      if (url === null || taskId === undefined || !isLoopback(url)) return undefined;
      const given = url.searchParams.get('token');
      return check(taskId, given, 0) === 'forged' ? undefined : { taskId, token: given };
    },
  };
}

/** True for an http(s) address that never leaves this machine. */
export function isLoopback(url: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) && /^https?:$/.test(url.protocol);
}
