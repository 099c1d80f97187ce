/** Server software by the names that its makers gave it: data for telling it from other words. */
export const softwareNames = String.raw`prosody|ejabberd|openfire|wildfire|tigase(?: xmpp server)?|metronome|mongooseim|(?:isode )?m-link|snikket|jabberd ?2|jabberd ?1\.4|jabberd14|jabberd|djabberd|vysper|process-?one|xmppd|s2s-lua|siacs`
const whole = new RegExp(
  String.raw`^(?:${softwareNames})(?:[ /-]*(?:im|server|xmpp server|version|v)?[ ./-]*\d[\w.+~-]*(?:\s*\([^()]*\))?)?$`,
  'i',
)
export const isSoftware = (text: string): boolean => whole.test(text)
