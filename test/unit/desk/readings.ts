import { createHash } from 'node:crypto'
import type { Command } from '../../../src/commands/command.ts'
import type { LetterMark } from '../../../src/message/message.ts'
import type { Reading } from '../../../src/sorting/reading.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import type {
  DomainName,
  EmailAddress,
  Jid,
  PhoneNumber,
  Sha256,
  WebAddress,
} from '../../../src/values/names.ts'
import type { Instant } from '../../../src/values/instant.ts'

/** A complete submission of a made-up service. */
export const claimsOf = (
  domain: string,
  admin: Partial<Record<'name' | 'email' | 'jid' | 'phone', string>> = {},
): Claims => ({
  domain: domain as DomainName,
  certificateAuthority: "Let's Encrypt",
  website: `https://${domain}/` as WebAddress,
  'admin.name': admin.name ?? 'Alice',
  'admin.email': (admin.email ?? `admin@${domain}`) as EmailAddress,
  'admin.jid': (admin.jid ?? `admin@${domain}`) as Jid,
  'admin.phone': (admin.phone ?? '+4930901820') as PhoneNumber,
  location: { latitude: 52.5, longitude: 13.4 },
  serverSoftware: 'Prosody',
  description: 'A service',
})
/** What intake would say of a mail. `raw`: the stored bytes' name. */
export function readingOf(
  from: string,
  at: Instant,
  text: {
    readonly claims?: readonly Claims[]
    readonly commands?: readonly Command[]
    readonly words?: string
    readonly mark?: LetterMark
    readonly proven?: boolean
    readonly raw?: string
    readonly automatic?: string
  },
): Reading {
  const same = createHash('sha256')
    .update(JSON.stringify([from, at, text]))
    .digest('hex')
    .slice(0, 16)
  return {
    kind: text.mark ? 'reply' : text.claims ? 'submission' : 'other',
    message: {
      raw: (text.raw ?? same) as Sha256,
      same,
      kind: text.automatic === undefined ? 'person' : 'automatic',
      ...(text.automatic !== undefined && { automatic: text.automatic }),
      author: { address: from as EmailAddress, name: '' },
      authenticity: { proven: text.proven ?? true, why: 'test' },
      receivedAt: at,
      messageId: `<${same}@mail.example>`,
      references: [],
      subject: 'a mail',
      marks: text.mark ? [text.mark] : [],
      answersUs: text.mark !== undefined,
      written: text.words === undefined ? [] : [{ number: 1, text: text.words }],
      bounces: [],
    },
    submissions: (text.claims ?? []).map((claims) => ({ claims, sources: {}, problems: [] })),
    commands: text.commands ?? [],
  }
}
