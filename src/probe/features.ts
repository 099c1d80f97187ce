import type { Features, RegistrationForm } from '../evidence/evidence.ts'
import { child, printable } from './reader.ts'
import type { Element } from './reader.ts'

const mechanismsAtMost = 64
/** <stream:features/> by namespace (RFC 6120 §4.3.2; XEP-0077, 0220, 0388, 0440, 0478). */
export function readFeatures(features: Element): Features {
  const find = (name: string, ns: string) => child(features, name, ns)
  const starttls = find('starttls', 'urn:ietf:params:xml:ns:xmpp-tls')
  const lists = features.children.filter(
    (one) =>
      (one.name === 'mechanisms' && one.ns === 'urn:ietf:params:xml:ns:xmpp-sasl') ||
      (one.name === 'authentication' && one.ns === 'urn:xmpp:sasl:2'),
  )
  const mechanisms = lists.flatMap((list) =>
    list.children.filter((one) => one.name === 'mechanism').map((one) => printable(one.text)),
  )
  const bindings =
    find('sasl-channel-binding', 'urn:xmpp:sasl-cb:0')?.children.map((one) =>
      printable(one.attributes['type'] ?? ''),
    ) ?? []
  const limits = readLimits(find('limits', 'urn:xmpp:stream-limits:0'))
  return {
    starttls:
      starttls === undefined ? 'absent' : child(starttls, 'required') === undefined ? 'offered' : 'required',
    mechanisms: [...new Set(mechanisms)].slice(0, mechanismsAtMost),
    register:
      find('register', 'http://jabber.org/features/iq-register') !== undefined ||
      find('register', 'urn:xmpp:register:0') !== undefined,
    dialback: find('dialback', 'urn:xmpp:features:dialback') !== undefined,
    channelBindings: bindings.slice(0, mechanismsAtMost),
    ...(limits !== undefined && { limits }),
    all: features.children.slice(0, mechanismsAtMost).map((one) => printable(`{${one.ns}}${one.name}`)),
  }
}
function readLimits(element: Element | undefined): Features['limits'] {
  const number = (name: string) => {
    const value = Number(child(element, name)?.text)
    return Number.isSafeInteger(value) && value > 0 ? value : undefined
  }
  const [maxBytes, idleSeconds] = [number('max-bytes'), number('idle-seconds')]
  return element === undefined
    ? undefined
    : { ...(maxBytes !== undefined && { maxBytes }), ...(idleSeconds !== undefined && { idleSeconds }) }
}

const stanzas = 'urn:ietf:params:xml:ns:xmpp-stanzas'
/** The answer to `<query xmlns='jabber:iq:register'/>` (XEP-0077 §3.1, XEP-0158, XEP-0401/0445). */
export function readRegistration(iq: Element): RegistrationForm {
  const query = child(iq, 'query', 'jabber:iq:register')
  const error = child(iq, 'error')
  const condition = error?.children.find((one) => one.ns === stanzas && one.name !== 'text')
  if (iq.attributes['type'] === 'error')
    return {
      answer: 'refused',
      fields: [],
      ...(condition !== undefined && { error: printable(condition.name) }),
      ...(error?.attributes['type'] === 'wait' && { later: true }), // RFC 6120 §8.3.2: retry after waiting
    }
  const form = child(query, 'x', 'jabber:x:data')
  const formFields = form?.children.filter((one) => one.name === 'field') ?? []
  const values = (field: Element) =>
    field.children.filter((one) => one.name === 'value').map((one) => one.text)
  const type = formFields.find((field) => field.attributes['var'] === 'FORM_TYPE')
  const url = webAddressIn(child(child(query, 'x', 'jabber:x:oob'), 'url')?.text)
  const words = child(query, 'instructions')?.text ?? child(form, 'instructions')?.text
  const plain =
    query?.children
      .filter((one) => one.ns === 'jabber:iq:register' && one.name !== 'instructions')
      .map((one) => one.name) ?? []
  const fields = [...new Set([...formFields.map((field) => field.attributes['var'] ?? ''), ...plain])]
    .filter((name) => name !== '' && name !== 'FORM_TYPE')
    .map(printable)
    .slice(0, 64)
  const captcha = type !== undefined && values(type).includes('urn:xmpp:captcha')
  const challenge =
    captcha ||
    fields.some((field) =>
      /^(ocr|qa|captcha.*|SHA-256|audio_recog|picture_q|picture_recog|speech_q|speech_recog|video_q|video_recog)$/.test(
        field,
      ),
    )
  const marked = formFields.filter((field) => child(field, 'required') !== undefined)
  const needed = (marked.length > 0 ? marked : formFields).map((field) => field.attributes['var'] ?? '')
  const invited =
    [...needed, ...plain].some((field) => /^(token|invite|preauth)/i.test(field)) || saysInvited(words ?? '')
  const account = fields.some((field) => field !== 'registered' && field !== 'key')
  const answer = challenge
    ? 'captcha'
    : invited
      ? 'invite-only'
      : account
        ? 'form'
        : url !== undefined
          ? 'elsewhere'
          : 'refused'
  return {
    answer,
    fields,
    ...(url !== undefined && { url }),
    ...(words !== undefined && words.trim() !== '' && { instructions: printable(words) }),
  }
}

/** Not every form that speaks of invitations asks for one ("invite your friends later", "no invitation needed"). */
const saysInvited = (words: string): boolean =>
  /\b(invit(e|ation)s?[- ]only|by invit(e|ation)|(need|requires?|must have) (an |a valid )?invit|invit(e|ation)s? (is |are |code |link |token )*(required|necessary))/i.test(
    words,
  ) && !/\bno(t)? (an )?invit|without (an )?invit/i.test(words)
function webAddressIn(text: string | undefined): string | undefined {
  const written = text?.trim() ?? ''
  const whole = /^https?:\/\//i.test(written) ? written : `https://${written}`
  if (!URL.canParse(whole) || /[\s<>"]/.test(written)) return undefined
  const url = new URL(whole)
  return url.hostname.includes('.') && url.username === '' ? url.href.slice(0, 500) : undefined
}
