import { totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Backlog } from './backlog.ts';
import { BUSY, type LoadSample } from './pressure.ts';

/** Reading memory costs more than the rest, so it is done every tenth time. */
const MEMORY_EVERY = 10;

/**
 * Reads the load of this process between one call and the next, which should come every `windowMs`.
 * @param backlog is watched while the loop is busy
 */
export function loadSensor(windowMs: number, backlog: Backlog): () => LoadSample {
  let before = performance.eventLoopUtilization();
  let readMs = performance.now();
  let usedMs = processorMs();
  let memory = memoryShare();
  let count = 0;
  return () => {
    const now = performance.eventLoopUtilization();
    const nowMs = performance.now();
    const nowUsedMs = processorMs();
    const { utilization } = performance.eventLoopUtilization(now, before);
    const lagMs = Math.max(0, nowMs - readMs - windowMs);
    const cpuMs = nowUsedMs - usedMs;
    before = now;
    readMs = nowMs;
    usedMs = nowUsedMs;
    count += 1;
    if (count % MEMORY_EVERY === 0) memory = memoryShare();
    backlog.watch(utilization >= BUSY);
    return { utilization, backlog: backlog.take(), lagMs, cpuMs, memory };
  };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The fuller of the JavaScript heap and of what the machine or its container allows. */
function memoryShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = totalmem();
  const allowed = constrained > 0 && constrained < total ? constrained : total;
  return Math.max(used / limit, process.memoryUsage.rss() / allowed);
}
