import { expect, test, vi } from 'vitest';

// The SDK's proxies work inside a workflow only; what they are given is what counts here.
vi.mock('@temporalio/workflow', () => ({
  ActivityCancellationType: { TRY_CANCEL: 'TRY_CANCEL' },
  proxyActivities: (options: object) => new Proxy({}, { get: () => options }),
}));
const proxies = await import('../../workflows/proxies.ts');

test('a submit is tried once, and its silence of three seconds is noticed', () => {
  expect(proxies.submit).toMatchObject({ retry: { maximumAttempts: 1 }, heartbeatTimeout: 3_000 });
  expect(proxies.submit).not.toHaveProperty('cancellationType');
});

test('what may take long says that it lives, and what only asks is tried until it is answered', () => {
  for (const proxy of [proxies.recover, proxies.awaitTask, proxies.awaitResolution, proxies.download]) {
    expect(proxy).toMatchObject({ heartbeatTimeout: 3_000 });
    expect(proxy).not.toHaveProperty('retry.maximumAttempts');
  }
});
