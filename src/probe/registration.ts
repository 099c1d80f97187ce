import type { RegistrationForm } from '../evidence/evidence.ts'
import { readRegistration } from './features.ts'
import type { Line } from './line.ts'
import type { Element } from './reader.ts'
import { ProbeError, isStreamError, unexpected } from './trouble.ts'

/** XEP-0077 §3.1.1 before authentication. The peer's silence or anger here does not spoil the contact. */
export async function askRegistration(
  line: Line,
  domain: string,
  phaseMs: number,
  advertised: boolean,
): Promise<RegistrationForm> {
  line.send(`<iq type='get' id='reg1' to='${domain}'><query xmlns='jabber:iq:register'/></iq>`)
  try {
    return readRegistration(await nextIq(line, Math.min(phaseMs, advertised ? 5000 : 2000)))
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    const { code, condition } = error.trouble
    if (code === 'timed-out' || code === 'our-side') return { answer: 'silent', fields: [] }
    return {
      answer: 'refused',
      fields: [],
      error: condition ?? (code === 'closed' ? 'connection closed' : code),
    }
  }
}

const isAnswer = ({ name, attributes }: Element): boolean =>
  name === 'iq' && (attributes['type'] === 'result' || attributes['type'] === 'error')

/** The next answer to an IQ; other stanzas are passed over, but not without end. Rejects with ProbeError. */
export async function nextIq(line: Line, ms: number): Promise<Element> {
  for (let others = 0; others < 8; others++) {
    const heard = await line.next('inside', ms)
    if (heard.kind === 'stanza' && isAnswer(heard.element)) return heard.element
    if (heard.kind !== 'stanza' || isStreamError(heard.element)) throw unexpected(heard, 'inside')
  }
  throw new ProbeError('inside', 'bad-stream', 'stanzas that nobody asked for')
}
