export type Envelope = {
  readonly from: string
  readonly to: string
  readonly id: string // ENVID
  readonly by?: 'mail' | 'chat'
}
/** `unclear`: the server may have taken it (connection lost after the dot): the same bytes go again. */
export type Sent = {
  readonly result: 'accepted' | 'refused-for-now' | 'refused' | 'unclear'
  readonly said: string
}
/** Never throws: trouble is a result. */
export interface Transport {
  send(bytes: Uint8Array, envelope: Envelope): Promise<Sent>
  close(): Promise<void>
}
