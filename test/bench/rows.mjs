import { intake } from './rows/intake.mjs'
import { answer } from './rows/answer.mjs'
import { publishing, startAndDigest } from './rows/desk.mjs'
import { fullCheck } from './rows/full-check.mjs'
import { roundTrips } from './rows/round-trips.mjs'
import { ticketWrites } from './rows/tickets.mjs'
import { uptimeProbe } from './rows/uptime-probe.mjs'
import { watching } from './rows/watching.mjs'

/** In the order of the table. `measure({ quick, say, node, nodes })` resolves to lines of it. */
export const rows = [
  { name: 'full-check', measure: fullCheck },
  { name: 'round-trips', measure: roundTrips },
  { name: 'uptime-probe', measure: uptimeProbe },
  { name: 'watching', measure: watching },
  { name: 'intake', measure: intake },
  { name: 'ticket-write', measure: ticketWrites },
  { name: 'start', measure: startAndDigest },
  { name: 'publish', measure: publishing },
  { name: 'answer', measure: answer },
]
