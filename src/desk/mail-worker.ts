import type { Config } from '../config.ts'
import { mailReader, type MailReader } from '../intake/pool.ts'
import { program } from './program.ts'

/** The process that reads mails, as the config wants them read. It starts with the first one. */
export const mailWorker = (config: Config): MailReader =>
  mailReader({
    program: program('../intake/worker.ts'),
    address: config.address,
    authenticate: config.authenticate,
    resolvers: config.probe.resolvers,
  })
