import type { CountryCode, DomainName, EmailAddress, Jid, WebAddress } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'

/** What the desk asks the probe to look at. Claims that aim the probe stand here; everything else is measured. */
export type ProbeOrder = {
  readonly domain: DomainName
  /** As submitted; 5223 is tried as well. */
  readonly directTlsPort?: number
  readonly website?: WebAddress
  readonly registration?: WebAddress
  /** Of the administrator's JabberID, when it is not this one. */
  readonly adminDomain?: DomainName
  readonly mayRegister: boolean
}
export type Mode = 'c2s starttls' | 'c2s direct' | 's2s starttls' | 's2s direct'
export type SrvService = '_xmpp-client' | '_xmpps-client' | '_xmpp-server' | '_xmpps-server'

/** `nxdomain` and `nodata` allow the fallback to the domain's own addresses; `servfail` and `timed-out` do not. `not-offered`: the only target is ".". */
export type DnsResult = 'found' | 'nxdomain' | 'nodata' | 'not-offered' | 'servfail' | 'timed-out'
export type SrvRecord = {
  readonly priority: number
  readonly weight: number
  readonly port: number
  readonly target: string
} // target "" is the root, "."
export type SrvAnswer = {
  readonly service: SrvService
  readonly name: string // _xmpp-client._tcp.im.example.org
  readonly result: DnsResult
  readonly records: readonly SrvRecord[] // in the order of priority, those above the budget cut off
  readonly cutOff: number
}
/** A and AAAA of one name. `refused`: why the guard lets nobody dial it (`private`, `loopback`, `special-name`, …); then nothing was sent there. */
export type HostAnswer = {
  readonly host: string
  readonly result: DnsResult
  readonly addresses: readonly {
    readonly address: string
    readonly family: 4 | 6
    readonly country?: CountryCode
  }[]
  readonly cutOff?: number // addresses beyond the budget
  readonly aliases: readonly string[] // CNAMEs passed on the way
  readonly refused?: string
}

export type Phase = 'connect' | 'stream' | 'starttls' | 'tls' | 'inside'
export type TroubleCode =
  | 'refused'
  | 'unreachable'
  | 'timed-out'
  | 'closed' // the network, or silence: `phase` says where
  | 'not-xmpp' // garbage; `detail` has the first bytes, printable
  | 'http' // an HTTP server answered
  | 'tls-at-once' // TLS where STARTTLS was expected
  | 'bad-stream' // XML that XMPP forbids, no features, too much, stray end tag, no version 1.0
  | 'stream-error' // `condition`
  | 'see-other-host' // recorded, never followed
  | 'no-starttls'
  | 'starttls-refused'
  | 'plaintext-after-proceed'
  | 'tls' // handshake failed; `detail` is the alert or OpenSSL's words
  | 'no-mechanisms'
  | 'rate-limited' // policy-violation, resource-constraint
  | 'guard' // we refuse to dial it
  | 'our-side' // EMFILE, no IPv6 here, our resolver, …
export type Trouble = {
  readonly phase: Phase
  readonly code: TroubleCode
  readonly detail: string
  readonly condition?: string // RFC 6120 §4.9.3 stream error condition
}

/** Stream features as advertised, by namespace and not by spelling. */
export type Features = {
  readonly starttls: 'absent' | 'offered' | 'required'
  readonly mechanisms: readonly string[]
  readonly register: boolean
  readonly dialback: boolean
  readonly channelBindings: readonly string[]
  readonly limits?: { readonly maxBytes?: number; readonly idleSeconds?: number }
  readonly all: readonly string[] // every child as {namespace}name
}
/** From `registered` on: what jabber:iq:register answered before authentication (XEP-0077). */
export type RegistrationForm = {
  readonly answer: 'form' | 'captcha' | 'elsewhere' | 'invite-only' | 'refused' | 'silent'
  readonly fields: readonly string[]
  readonly url?: string // out-of-band address
  readonly error?: string // stanza error condition
  readonly later?: boolean // the error is of type `wait`
  readonly instructions?: string
}

export type CertificateName = { readonly kind: 'DNS' | 'SRV' | 'XmppAddr' | 'CN'; readonly value: string }
export type Certificate = {
  readonly sha256: string
  readonly der: string // base64
  readonly subject: string
  readonly issuer: string // as people call it: the CN, else O
  readonly issuerOrganization?: string
  readonly names: readonly CertificateName[]
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly key: { readonly type: string; readonly bits?: number; readonly curve?: string } // rsa | ec | ed25519 | ed448 | dsa | …
  readonly signature: string // sha256WithRSAEncryption, ecdsa-with-SHA256, …
  readonly selfIssued: boolean
  readonly selfSigned: boolean // its own key verifies it
  readonly isCa: boolean
  readonly purposes?: readonly string[] // extended key usage; absent: any
  readonly issuerUrl?: string // AIA caIssuers
}
/** How the chain was found to end. Only `recognised` is trusted; `code` is OpenSSL's own word. */
export type Trust = {
  readonly end:
    | 'recognised'
    | 'self-signed-leaf'
    | 'unknown-root'
    | 'unknown-issuer'
    | 'expired'
    | 'not-yet-valid'
    | 'issuer-not-ca'
    | 'bad-signature'
    | 'weak'
    | 'purpose'
    | 'other'
  readonly code: string
  readonly path: readonly string[] // sha256 of the certificates used, leaf first, the root when it was sent
  readonly root?: string // name of the root, recognised or not
  readonly missing?: string // name of the issuer that was not sent
  readonly at?: string // sha256 of the certificate to blame
}
export type TlsSeen = {
  readonly version: string // TLSv1.3
  readonly cipher: string
  readonly dhBits?: number // keys were exchanged by Diffie-Hellman over numbers: only in TLS 1.2
  readonly alpn?: string // what the server chose
  readonly chain: readonly string[] // sha256 as sent, leaf first; look them up in Evidence.certificates
  readonly trust: Trust
}

/** One connection to one endpoint in one mode. */
export type Contact = {
  readonly mode: Mode
  readonly source: 'srv' | 'fallback' | 'submitted' | 'policy-port'
  readonly priority?: number
  readonly weight?: number
  readonly target: string
  readonly address: string
  readonly family: 4 | 6
  readonly port: number
  readonly alpn: boolean // whether we offered it (direct TLS is asked once with, once without)
  readonly startedAt: Instant
  readonly reached: 'nothing' | Phase | 'done' // the last phase entered successfully; done: a stream with features inside TLS
  readonly trouble?: Trouble
  readonly outside?: { readonly from?: string; readonly version?: string; readonly features?: Features }
  readonly tls?: TlsSeen
  readonly inside?: { readonly from?: string; readonly version?: string; readonly features?: Features }
  readonly registration?: RegistrationForm
  readonly ms: {
    readonly connect?: number
    readonly stream?: number
    readonly tls?: number
    readonly inside?: number
    readonly total: number
  }
  readonly transcript: string // first 4 KB, `C: ` and `S: `, secrets removed
}
/** `tried`: TLS 1.1 and 1.0 handshakes at one endpoint of each mode. */
export type LegacyTls = {
  readonly mode: Mode
  readonly endpoint: string
  readonly accepted: readonly string[]
}

export type WebVisit = {
  readonly asked: string
  readonly hops: readonly { readonly url: string; readonly status: number }[]
  readonly status?: number // of the last hop
  readonly type?: string
  readonly bytes: number
  readonly cut: boolean // more than we read
  readonly title?: string
  readonly mentions: readonly string[] // the domain, "XMPP", "Jabber" as found
  readonly contacts: readonly {
    readonly kind: 'mailto' | 'xmpp' | 'tel' | 'form' | 'page'
    readonly value: string
  }[]
  /** `unclear`: a form with a password that may be for logging in. */
  readonly registration?: {
    readonly kind: 'form' | 'link' | 'script-only' | 'unclear'
    readonly url: string
  }
  readonly placeholder?: boolean // what a web server or registrar shows where there is no website yet
  readonly frames?: readonly string[] // pages of which this one is only the frame
  readonly certificate?: { readonly ok: boolean; readonly says: string }
  readonly trouble?: {
    readonly code:
      | 'guard'
      | 'dns'
      | 'refused'
      | 'timed-out'
      | 'tls'
      | 'too-many-redirects'
      | 'closed'
      | 'our-side'
    readonly detail: string
  }
}

/** One of our accounts asking the service over federation. `from-target`: an error the target itself sent, which proves federation. */
export type FederationAnswer = {
  readonly account: DomainName // our side's domain
  readonly ping: {
    readonly answer: 'result' | 'error-from-target' | 'remote-error' | 'blocked' | 'silent' | 'our-side'
    readonly condition?: string
    readonly text?: string // what the server that says so adds
    readonly ms?: number
  }
}
export type DiscoItem = {
  readonly jid: string
  readonly name?: string
  readonly identities: readonly { readonly category: string; readonly type: string; readonly name?: string }[]
  readonly features: readonly string[]
  readonly error?: string
}
export type Federation = {
  readonly answers: readonly FederationAnswer[]
  readonly version?: { readonly name: string; readonly version?: string; readonly os?: string }
  readonly info?: {
    readonly answer: 'result' | 'error'
    readonly condition?: string
    readonly features: readonly string[]
    readonly identities: DiscoItem['identities']
  }
  readonly items?: {
    readonly answer: 'result' | 'error'
    readonly condition?: string
    readonly items: readonly DiscoItem[]
  }
  readonly contacts: readonly { readonly kind: string; readonly addresses: readonly string[] }[] // XEP-0157, kind: admin, abuse, support, …
}

/** One run against one service: complete, plain, stamped. Judging it needs nothing else, so there is no separate "now". */
export type Evidence = {
  readonly version: 1
  readonly run: string
  readonly at: Instant
  readonly durationMs: number
  readonly order: ProbeOrder
  readonly administrator?: { readonly domain: DomainName; readonly result: DnsResult }
  readonly refusedDomain?: string // the guard refuses the domain itself; then nothing below was gathered
  readonly srv: readonly SrvAnswer[]
  readonly hosts: readonly HostAnswer[]
  readonly contacts: readonly Contact[]
  readonly certificates: { readonly [sha256: string]: Certificate }
  readonly legacy: readonly LegacyTls[]
  readonly website?: { readonly visits: readonly WebVisit[]; readonly pages: readonly WebVisit[] } // https and http of what was submitted (or of the domain); pages one link deep
  readonly registrationPage?: WebVisit
  readonly created?: {
    readonly answer: 'created' | 'captcha' | 'refused' | 'unclear'
    readonly condition?: string
    readonly removed: boolean
  }
  readonly federation?: Federation // absent: no accounts configured
  /** Asked only when something failed for the network: did our references answer in the same minute? */
  readonly references?: { readonly asked: number; readonly answered: number }
  readonly ourSide: readonly string[] // what was wrong with us: no resolver, no IPv6, out of sockets, deadline cut
  readonly roots: { readonly count: number; readonly sha256: string } // the recognised roots used
}

/** The few measured values that tickets, letters and the list need long after the run: a ticket keeps these, not the evidence. */
export type Measured = {
  readonly issuer?: string
  readonly certificateEnds?: Instant
  readonly registration?: { readonly inBand: boolean; readonly web?: string }
  readonly software?: string
  readonly country?: CountryCode
  readonly features?: readonly string[] // muc, gateway types, upload, proxy65, pubsub
  readonly contacts?: readonly Jid[]
  readonly mailContacts?: readonly EmailAddress[] // XEP-0157
  readonly websiteTitle?: string
  readonly statusDocument?: WebAddress // XEP-0455, as published among the contact addresses
}
