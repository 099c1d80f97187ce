import { badge } from '../drawing/badge.ts'
import type { EachFormat } from './format.ts'
import { unbalanced } from './html.ts'
import { percent } from './in-words.ts'
import { asDomains } from './xml.ts'

/** For the operator's own page. It says what we measured, or just that the service is listed. */
export const badgeSvg: EachFormat = {
  kind: 'each',
  path: (domain) => `badges/${domain}.svg`,
  write(entry, { pages }) {
    const observed = entry.uptime?.observed ?? undefined
    const says = observed === undefined ? pages.word('badge', 'listed') : percent(observed)
    return badge({
      left: pages.word('badge', observed === undefined ? 'service' : 'uptime'),
      right: says,
      title: `${entry.domain}: ${pages.word('badge', 'title')}`,
      name: entry.domain,
    })
  },
  readBack(text) {
    const wrong = unbalanced(text)
    if (wrong !== undefined) return { problem: wrong }
    return asDomains([/ data-domain="([^"]*)"/.exec(text)?.[1]])
  },
}
