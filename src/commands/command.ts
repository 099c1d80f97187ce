import type { Instant } from '../values/instant.ts'

type At = { readonly line: number; readonly row?: number } // row: `<3> approve`
export type Command = At &
  (
    | {
        readonly verb:
          | 'approve'
          | 'undo'
          | 'recheck'
          | 'assign me'
          | 'help'
          | 'withdraw'
          | 'status'
          | 'resend'
          | 'confirm'
          | 'deny'
          | 'no reports'
      }
    | {
        readonly verb: 'reject' | 'hold' | 'ask' | 'note' | 'phone ok' | 'answer' | 'colleague'
        readonly argument: string
      }
    | { readonly verb: 'waive'; readonly check: string; readonly argument: string }
    | { readonly verb: 'maintenance'; readonly from: Instant; readonly to: Instant }
  )
export type Verb = Command['verb']
