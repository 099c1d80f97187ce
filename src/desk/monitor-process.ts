import { runMonitor } from '../monitor/child.ts'
import { liveProbes } from '../monitor/live-probe.ts'
import { endpoints, probeLiveness } from '../probe/liveness.ts'
import { openResolver } from '../probe/resolve.ts'
import { openLedgers } from '../store/ledgers.ts'

// The program of the monitor's own process: the durable files and the real probe, put together. Started by
// monitor/monitor.ts with an IPC channel; alone it does nothing.
runMonitor(async ({ data, probe }, rules) => {
  const ports = {
    endpoints,
    probe: probeLiveness,
    clock: { wall: () => Date.now(), mono: () => performance.now() },
  }
  const tools = {
    resolvers: probe.resolvers,
    dns: openResolver(probe.resolvers),
    extraRoots: probe.extraRoots,
    allow: probe.allow,
  }
  return {
    files: await openLedgers(data, { sweep: true }),
    ...liveProbes(ports, tools, rules.lookUp),
  }
})
