/** Milliseconds of processor that this process has had: what a computation costs, however busy the machine is. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
