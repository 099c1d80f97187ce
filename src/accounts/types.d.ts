// The packages have no types of their own; only what this room uses is declared.
declare module '@xmpp/client' {
  export interface XmlElement {
    readonly name: string
    readonly attrs: Readonly<Record<string, string | undefined>>
    is(name: string, ns?: string): boolean
    getNS(): string | undefined
    text(): string
    getChild(name: string, ns?: string): XmlElement | undefined
    getChildren(name: string, ns?: string): XmlElement[]
    getChildElements(): XmlElement[]
    getChildText(name: string, ns?: string): string | null
  }
  export type Transport = new () => object
  export interface XmppClient {
    readonly status: string
    readonly jid: { toString(): string } | null
    readonly reconnect: { stop(): void }
    readonly transports: Transport[]
    _onSeeOtherHost: () => Promise<void>
    start(): Promise<{ toString(): string }>
    stop(): Promise<unknown>
    send(element: XmlElement): Promise<void>
    on(event: 'error', listener: (error: Error) => void): this
    on(event: 'stanza', listener: (stanza: XmlElement) => void): this
    on(event: 'disconnect' | 'offline', listener: () => void): this
  }
  export function client(options: {
    service: string
    domain: string
    resource?: string
    timeout?: number
    credentials: (
      authenticate: (credentials: { username: string; password: string }, mechanism: string) => Promise<void>,
      mechanisms: readonly string[],
    ) => Promise<void>
  }): XmppClient
  export function xml(
    name: string,
    attrs?: Readonly<Record<string, string>>,
    ...children: (XmlElement | string)[]
  ): XmlElement
}
declare module '@xmpp/tls/lib/Connection.js' {
  export default class ConnectionTLS {
    Socket: unknown
    socketParameters(service: string): object | undefined
  }
}
declare module '@xmpp/tls/lib/Socket.js' {
  import type { TLSSocket } from 'node:tls'
  export default class Socket {
    emit(event: string | symbol, ...given: unknown[]): boolean
    _attachSocket(socket: TLSSocket): void
    connect(...args: unknown[]): void
  }
}
