// A child in a network namespace: the desk's handle on its monitor, and the monitor's own process with it. Says every
// event and {pid}; ends the monitor properly when its stdin ends.
//   node far-monitor.mjs '{"config": {…}, "domains": […]}'
import { startMonitor } from '../../dist/monitor/monitor.js'

const { config, domains } = JSON.parse(process.argv[2])
const monitor = startMonitor({
  program: new URL('../../dist/desk/monitor-process.js', import.meta.url).pathname,
  config,
})
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)
monitor.on('outage', (event) => say({ ...event, pid: monitor.pid() }))
monitor.on('health', (event) => say({ ...event, pid: monitor.pid() }))
monitor.onTrouble((message) => say({ kind: 'trouble', message }))
monitor.watch(domains)
process.stdin.resume().on('end', async () => {
  await monitor.stop()
  process.exit(0)
})
