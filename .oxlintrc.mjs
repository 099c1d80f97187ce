// The house rules, read by `npm run lint` (named with -c: oxlint does not look for this file by itself).
// One table says which room may import which room and which packages; a test plants a violation of every rule.
const pure = [
  'values',
  'policy',
  'message',
  'submission',
  'commands',
  'evidence',
  'checks',
  'uptime',
  'ticket',
  'sorting',
  'drawing',
  'letters',
  'listing',
]
const above = (room) => pure.slice(0, pure.indexOf(room))
const io = {
  tokens: [],
  accounts: [],
  mailbox: [],
  intake: [],
  probe: ['accounts'],
  monitor: ['probe'],
  outbox: ['tokens', 'accounts'],
  store: ['mailbox'],
  web: ['store', 'tokens'],
}
/** Packages a pure room may use; I/O rooms may use any package. */
const packages = {
  values: ['tldts', 'libphonenumber-js', 'libphonenumber-js/**', 'ipaddr.js'],
  message: ['tldts', 'htmlparser2', 'htmlparser2/**'],
  submission: ['tldts', 'htmlparser2', 'htmlparser2/**'],
  commands: [],
  evidence: ['node-forge'],
  checks: ['tldts', 'ipaddr.js'],
  ticket: ['tldts'],
  sorting: ['tldts'],
  drawing: ['d3-geo', 'world-atlas/**', 'topojson-client'],
  letters: ['handlebars'],
  listing: ['fast-xml-builder', 'saxes', 'handlebars'],
}
const globals = [
  'Date',
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'crypto',
  'globalThis',
  'console',
  'Intl',
  'Buffer',
]
const detour = { regex: '[a-z]/[.][.]/', message: 'no detours: name the room directly' } // must stand first: a group that re-allows ends the search
const rooms = (room, may, extra) => ({
  group: ['**', '!./*', ...may.map((one) => `!../${one}/**`), ...extra.map((one) => `!${one}`)],
  message: `${room}/ may import ${may.join(', ') || 'no other room'}`,
})
const restrict = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })
const everyRoom = [...pure, ...Object.keys(io)]
const purity = {
  'no-restricted-globals': ['error', ...globals],
  'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
}

export default {
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-unsafe-type-assertion': 'off', // brands are made by assertion, at their parsers
    'typescript/no-unnecessary-type-assertion': 'off', // differs by lib version
    'typescript/consistent-return': 'off', // the compiler's noImplicitReturns says it better
    'unicorn/no-array-sort': 'off', // Node 20 has toSorted; a fresh array may be sorted in place
    'unicorn/no-array-reverse': 'off',
    'unicorn/consistent-function-scoping': 'off', // a helper beside its use reads better
    'unicorn/require-post-message-target-origin': 'off', // no windows here
    'import/no-unassigned-import': 'off',
    'no-shadow': 'off',
    'no-control-regex': 'off', // we strip control characters for a living
    'no-await-in-loop': 'off',
    'no-unmodified-loop-condition': 'off', // a condition may be a parameter
    'no-underscore-dangle': 'off',
    'import/no-named-as-default-member': 'off', // fc.assert is how fast-check is written
    'typescript/no-unsafe-unary-minus': 'off', // a Duration is a number with a name
    'typescript/no-unnecessary-boolean-literal-compare': 'off', // streams have isTTY only when it is true
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'fc.assert'] }],
    'vitest/no-conditional-expect': 'off', // properties speak of cases
    'vitest/require-mock-type-parameters': 'off',
    'vitest/no-conditional-tests': 'off',
    'vitest/require-to-throw-message': 'off',
    'promise/always-return': 'off',
  },
  overrides: [
    // A folder that no line below names may import nothing of the house.
    {
      files: ['src/**'],
      rules: restrict([{ group: ['../**'], message: 'this folder is in no list of .oxlintrc.mjs' }]),
    },
    ...pure.map((room) => ({
      files: [`src/${room}/**`],
      rules: { ...restrict([detour, rooms(room, above(room), packages[room] ?? [])]), ...purity },
    })),
    {
      files: ['src/values/tables.ts'], // loads packages, late
      rules: restrict([
        detour,
        rooms('values', [], ['node:module', '@rapideditor/country-coder', 'libphonenumber-js/max']),
      ]),
    },
    {
      files: ['src/values/instant.ts'],
      rules: { 'no-restricted-globals': ['error', ...globals.filter((name) => name !== 'Date')] },
    },
    ...Object.entries(io).map(([room, may]) => ({
      files: [`src/${room}/**`],
      rules: restrict([
        detour,
        {
          group: ['../**', ...[...pure, ...may].map((one) => `!../${one}/**`)],
          message: `${room}/ may import the pure rooms${may.map((one) => `, ${one}`).join('')}`,
        },
      ]),
    })),
    {
      files: ['src/desk/**'],
      rules: restrict([
        detour,
        {
          group: ['../**', ...everyRoom.map((one) => `!../${one}/**`), '!../config.ts'],
          message: 'desk/ may import every room, not cli/ or demo/',
        },
      ]),
    },
    {
      files: ['src/cli/**'],
      rules: restrict([
        detour,
        {
          group: [
            '../**',
            ...everyRoom.map((one) => `!../${one}/**`),
            '!../desk/**',
            '!../demo/**',
            '!../config.ts',
          ],
          message: 'cli/ may import everything but main',
        },
      ]),
    },
    {
      files: ['src/demo/**'],
      rules: restrict([
        detour,
        {
          group: ['../**', ...everyRoom.map((one) => `!../${one}/**`), '!../desk/**', '!../config.ts'],
          message: 'demo/ may import rooms and desk',
        },
      ]),
    },
    { files: ['src/config.ts', 'src/main.ts'], rules: { 'no-restricted-imports': 'off' } },
  ],
}
