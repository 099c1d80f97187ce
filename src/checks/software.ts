import type { Evidence } from '../evidence/evidence.ts'
import type { Software } from './check.ts'

/** Only what a server says of itself: its version (XEP-0092), else the address of its project in its entity capabilities (XEP-0115). */
const names: readonly (readonly [Software, RegExp, RegExp])[] = [
  ['prosody', /^prosody\b/i, /node=['"]https?:\/\/prosody\.im/],
  ['ejabberd', /^ejabberd\b/i, /node=['"]https?:\/\/www\.process-one\.net\/en\/ejabberd/],
  ['openfire', /^openfire\b/i, /node=['"]https?:\/\/www\.igniterealtime\.org\/projects\/openfire/],
]
export function softwareOf(evidence: Evidence): Software | undefined {
  const version = evidence.federation?.version?.name
  if (version !== undefined) return names.find(([, name]) => name.test(version.trim()))?.[0]
  return names.find(([, , node]) => evidence.contacts.some((contact) => node.test(contact.transcript)))?.[0]
}
