import { ask } from '../desk/ask.ts'
import type { DigestModel } from '../letters/digest.ts'
import { configOf, exit, flag, print, printJson, text, UsageError, type Command } from './command.ts'

export const digest: Command = {
  name: 'digest',
  usage: '[--week 2026-W47] [--send]',
  most: 0,
  summary: 'the team’s weekly letter: shown, or sent',
  help: [
    ['--week WEEK', 'an ISO 8601 week; default: this one'],
    ['--send', 'to the team, once a week and person, whatever happens'],
  ],
  options: { week: { type: 'string' }, send: { type: 'boolean' } },
  async run(given) {
    const week = text(given, 'week')
    if (week !== undefined && !/^\d{4}-W\d\d$/.test(week))
      throw new UsageError(`"${week}" is no ISO week: write --week 2026-W47.`)
    const told = (await ask(configOf(given), {
      ask: 'digest',
      ...(week !== undefined && { week }),
      send: flag(given, 'send'),
    })) as { sent: boolean; model: DigestModel; subject: string; text: string }
    if (flag(given, 'json')) printJson(told.model)
    else print(`Subject: ${told.subject}\n\n${told.text}`)
    if (flag(given, 'send') && !flag(given, 'json'))
      print(told.sent ? 'sent' : 'already sent this week: nothing done')
    return exit.ok
  },
}
