import type { Words } from '../../../src/letters/checks-told.ts'

/** Sentences of our own, so that wording a check anew does not change what is expected of a letter. */
export const words: Words = (outcome) => ({
  title: titles[outcome.id] ?? `The check ${outcome.id} passes.`,
  found:
    outcome.reason === 'expired'
      ? `The certificate at ${outcome.facts['host']} ended ${outcome.facts['days']} days ago.`
      : `Seen was ${outcome.reason}.`,
  ...(outcome.outcome !== 'pass' && {
    fix: 'Change the setting that the manual of the server names for this, then reload.',
  }),
  ...(outcome.endpoint !== undefined && {
    repeat:
      'openssl s_client -connect xmpp1.example.org:5222 -starttls xmpp -xmpphost im.example.org </dev/null',
  }),
})
const titles: Readonly<Record<string, string>> = {
  'tls.validity': 'The certificate is within its dates.',
  'c2s.direct': 'Clients can connect with TLS from the start.',
}
