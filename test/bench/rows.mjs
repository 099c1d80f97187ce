import { fullCheck } from './rows/full-check.mjs'
import { uptimeProbe } from './rows/uptime-probe.mjs'
import { watching } from './rows/watching.mjs'

/** In the order of the table. `measure({ quick, say, node, nodes })` resolves to lines of it. */
export const rows = [
  { name: 'full-check', measure: fullCheck },
  { name: 'uptime-probe', measure: uptimeProbe },
  { name: 'watching', measure: watching },
]
