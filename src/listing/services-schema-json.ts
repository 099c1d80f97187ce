import type { FileFormat } from './format.ts'
import { parseJson } from './services-json.ts'
import { field } from './xml.ts'

const text = { type: 'string', minLength: 1 }
const web = { type: 'string', pattern: '^https?://' }
const moment = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' }
const domain = { type: 'string', pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]+$' }

/** What services.json may hold (JSON Schema 2020-12). Readers must pass over keys they do not know: more may come. */
export const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'services.json',
  type: 'object',
  required: ['version', 'generatedAt', 'services'],
  properties: {
    version: { const: 1 },
    $schema: web,
    generatedAt: moment,
    services: {
      type: 'array',
      items: {
        type: 'object',
        required: ['domain', 'description', 'listedSince', 'sources'],
        properties: {
          domain,
          website: web,
          description: text,
          country: { type: 'string', pattern: '^[A-Z]{2}$' },
          latitude: { type: 'number', minimum: -90, maximum: 90 },
          longitude: { type: 'number', minimum: -180, maximum: 180 },
          software: text,
          certificateAuthority: text,
          certificateExpires: moment,
          registration: {
            type: 'object',
            required: ['inBand'],
            properties: { inBand: { type: 'boolean' }, web },
          },
          features: { type: 'array', items: text },
          uptime30d: { type: 'number', minimum: 0, maximum: 1 },
          founded: { type: 'integer' },
          listedSince: moment,
          adminJid: text,
          checkedAt: moment,
          sources: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              required: ['from'],
              properties: { from: { enum: ['measured', 'claimed'] }, at: moment },
            },
          },
        },
      },
    },
  },
} as const
export const servicesSchemaJson: FileFormat = {
  kind: 'file',
  path: 'services.schema.json',
  write: ({ meta }) =>
    `${JSON.stringify({ $id: `${meta.url}services.schema.json`, ...schema }, undefined, 2)}\n`,
  readBack: (content) =>
    field(parseJson(content), '$schema') === schema.$schema
      ? { domains: [] }
      : { problem: 'not a JSON schema' },
}
