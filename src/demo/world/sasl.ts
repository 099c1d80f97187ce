import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { Markup } from './markup.ts'

const ns = 'urn:ietf:params:xml:ns:xmpp-sasl'
const rounds = 4096
export const mechanisms = `<mechanisms xmlns='${ns}'><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms>`
/** What the server says next; `user` once somebody has proved who he is. */
export type SaslStep = { readonly say: string; readonly user?: string }

/** The server's side of SASL PLAIN and SCRAM-SHA-1 (RFC 4616, 5802) for one stream. Takes <auth/> and <response/>. */
export function openSasl(accounts: ReadonlyMap<string, string>): (element: Markup) => SaslStep {
  const no: SaslStep = { say: `<failure xmlns='${ns}'><not-authorized/></failure>` }
  const success = (data = ''): string => `<success xmlns='${ns}'>${data}</success>`
  let scram:
    | { readonly user: string; readonly bare: string; readonly challenge: string; readonly salted: Buffer }
    | undefined
  const plain = (text: string): SaslStep => {
    const [, user = '', password = ''] = text.split('\0')
    return password !== '' && accounts.get(user) === password ? { say: success(), user } : no
  }
  const first = (text: string): SaslStep => {
    const bare = text.replace(/^n,[^,]*,/, '')
    const [, user = '', nonce = ''] = /^n=([^,]*),r=(.+)$/.exec(bare) ?? []
    const [password, salt] = [accounts.get(user), randomBytes(16)]
    if (password === undefined) return no
    const challenge = `r=${nonce}${randomBytes(12).toString('base64')},s=${salt.toString('base64')},i=${rounds}`
    scram = { user, bare, challenge, salted: pbkdf2Sync(password, salt, rounds, 20, 'sha1') }
    return { say: `<challenge xmlns='${ns}'>${Buffer.from(challenge).toString('base64')}</challenge>` }
  }
  const last = (text: string): SaslStep => {
    if (scram === undefined) return no
    const { user, bare, challenge, salted } = scram
    const [plainPart = '', proof = ''] = text.split(',p=')
    const message = `${bare},${challenge},${plainPart}`
    const clientKey = mac(salted, 'Client Key')
    const signature = mac(createHash('sha1').update(clientKey).digest(), message)
    if (Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0))).toString('base64') !== proof)
      return no
    const server = mac(mac(salted, 'Server Key'), message).toString('base64')
    return { say: success(Buffer.from(`v=${server}`).toString('base64')), user }
  }
  return (element) => {
    const text = Buffer.from(element.text, 'base64').toString()
    if (element.name === 'response') return last(text)
    return element.attributes['mechanism'] === 'PLAIN' ? plain(text) : first(text)
  }
}
const mac = (key: Buffer, text: string): Buffer => createHmac('sha1', key).update(text).digest()
