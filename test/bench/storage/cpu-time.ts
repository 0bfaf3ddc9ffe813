/** CPU time that this process has taken, user and system, in microseconds: unlike the clock's, other processes do not add to it. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
