import { parseDomainName } from '../values/domain-name.ts'
import { ask } from '../desk/ask.ts'
import type { UptimeTold } from '../desk/asks.ts'
import { uptimeChart } from './uptime-chart.ts'
import {
  colourful,
  configOf,
  exit,
  flag,
  print,
  printable,
  printJson,
  UsageError,
  width,
  type Command,
} from './command.ts'

export const uptime: Command = {
  name: 'uptime',
  usage: 'DOMAIN',
  most: 1,
  summary: 'figures, outages, a chart of the month',
  help: [['DOMAIN', 'a service that is watched']],
  async run(given) {
    const domain = parseDomainName(given.words[0] ?? '')
    if (domain === undefined)
      throw new UsageError(
        `name a service: vouch uptime im.example.org${given.words[0] === undefined ? '' : ` ("${printable(given.words[0])}" is no domain name)`}`,
      )
    const told = (await ask(configOf(given), { ask: 'uptime', domain })) as UptimeTold
    if (flag(given, 'json')) printJson({ domain: told.domain, ...told.figures, accuracy: told.accuracy })
    else print(uptimeChart(told, { width: width(), colour: colourful() }))
    return exit.ok
  },
}
