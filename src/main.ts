import { dispatch } from './cli/command.ts'
import { check } from './cli/check.ts'
import { demo } from './cli/demo.ts'
import { digest } from './cli/digest.ts'
import { parse } from './cli/parse.ts'
import { publish } from './cli/publish.ts'
import { serve } from './cli/serve.ts'
import { ticket } from './cli/ticket.ts'
import { uptime } from './cli/uptime.ts'

process.exitCode = await dispatch(
  [demo, serve, check, parse, ticket, uptime, digest, publish],
  process.argv.slice(2),
)
