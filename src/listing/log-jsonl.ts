import { parseInstant } from '../values/instant.ts'
import type { FileFormat } from './format.ts'
import { parseJson } from './services-json.ts'
import { field, textOf } from './xml.ts'

/** Every listing, suspension, return and removal with its coded reason, oldest first: lines are added, never changed. */
export const logJsonl: FileFormat = {
  kind: 'file',
  path: 'log.jsonl',
  write: ({ history }) =>
    history
      .map(({ at, domain, event, reason }) => `${JSON.stringify({ at, domain, event, reason })}\n`)
      .join(''),
  readBack(text) {
    const lines = text.split('\n').slice(0, -1).map(parseJson)
    const good = lines.every(
      (line) =>
        parseInstant(textOf(line, 'at')) !== undefined &&
        ['domain', 'event', 'reason'].every((name) => typeof field(line, name) === 'string'),
    )
    return good && (text === '' || text.endsWith('\n'))
      ? { domains: [] }
      : { problem: 'a line that is no event' }
  },
}
