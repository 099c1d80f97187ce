import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Element } from './reader.ts'
import type { Line } from './line.ts'
import { ProbeError, unexpected } from './trouble.ts'

const ns = 'urn:ietf:params:xml:ns:xmpp-sasl'
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')

/** Logs in to an account that we have just made, inside TLS: SCRAM where it is offered, else PLAIN. Rejects with ProbeError. */
export async function authenticate(
  line: Line,
  mechanisms: readonly string[],
  user: string,
  password: string,
  ms: number,
): Promise<void> {
  const hash = (['sha256', 'sha1'] as const).find((one) => mechanisms.includes(scramName(one)))
  const hear = async (name: string): Promise<Element> => {
    const heard = await line.next('inside', ms)
    if (heard.kind === 'stanza' && heard.element.ns === ns && heard.element.name === name)
      return heard.element
    if (heard.kind === 'stanza' && heard.element.ns === ns) {
      throw new ProbeError('inside', 'stream-error', 'the login was refused', heard.element.children[0]?.name)
    }
    throw unexpected(heard, 'inside')
  }
  if (hash === undefined) {
    line.send(`<auth xmlns='${ns}' mechanism='PLAIN'>${base64(`\0${user}\0${password}`)}</auth>`)
    await hear('success')
    return
  }
  const scram = openScram(hash, user, password)
  line.send(`<auth xmlns='${ns}' mechanism='${scramName(hash)}'>${base64(scram.first)}</auth>`)
  const challenge = Buffer.from((await hear('challenge')).text, 'base64').toString()
  line.send(`<response xmlns='${ns}'>${base64(scram.answer(challenge))}</response>`)
  const success = Buffer.from((await hear('success')).text, 'base64').toString()
  if (!scram.isProof(success))
    throw new ProbeError('inside', 'bad-stream', 'the server does not know the password that it was given')
}
const scramName = (hash: 'sha1' | 'sha256'): string => (hash === 'sha1' ? 'SCRAM-SHA-1' : 'SCRAM-SHA-256')

/** RFC 5802 §5; names and passwords are ours, so they hold neither `,` nor `=`. */
function openScram(hash: 'sha1' | 'sha256', user: string, password: string) {
  const nonce = randomBytes(18).toString('base64')
  const bare = `n=${user},r=${nonce}`
  const mac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest()
  let proof: Buffer = Buffer.alloc(0)
  return {
    first: `n,,${bare}`,
    answer: (challenge: string): string => {
      const [, theirs = '', salt = '', rounds = '0'] =
        /^r=([^,]+),s=([^,]+),i=(\d{1,6})/.exec(challenge) ?? []
      const iterations = Number(rounds)
      if (!theirs.startsWith(nonce) || iterations < 1 || iterations > 200_000)
        throw new ProbeError('inside', 'bad-stream', 'a SCRAM challenge that is none')
      const salted = pbkdf2Sync(
        password,
        Buffer.from(salt, 'base64'),
        iterations,
        hash === 'sha1' ? 20 : 32,
        hash,
      )
      const clientKey = mac(salted, 'Client Key')
      const plain = `c=biws,r=${theirs}`
      const message = `${bare},${challenge},${plain}`
      const signature = mac(createHash(hash).update(clientKey).digest(), message)
      proof = mac(mac(salted, 'Server Key'), message)
      return `${plain},p=${base64(Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0))))}`
    },
    isProof: (success: string): boolean => {
      const said = Buffer.from(/^v=([^,]+)/.exec(success)?.[1] ?? '', 'base64')
      return said.length === proof.length && timingSafeEqual(said, proof)
    },
  }
}
