#!/usr/bin/env node
// The launcher, plain JavaScript because nothing may be installed yet: on a fresh clone it installs the
// packages and builds, once and quietly, then runs the program. With --build-only it stops after the build.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const bug = 70 // sysexits(3)
const outside = 75
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  stop(
    `Node ${process.versions.node} is too old: install Node 20.19 or newer (22 or 24 recommended).`,
    outside,
  )

const buildOnly = process.argv.includes('--build-only')
if (existsSync(join(root, 'package-lock.json'))) {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed) || time(installed) < time(join(root, 'package-lock.json')) - 1000) install()
  const stamp = join(root, 'dist', '.built')
  if (buildOnly || !existsSync(stamp) || newest(join(root, 'src')) > time(stamp)) build()
}
if (!buildOnly) await import(pathToFileURL(join(root, 'dist', 'main.js')).href)

/** Beside an installation of somebody else, in the minutes of an upgrade: only its owner can end them. */
function mayWrite(folder, what) {
  const path = join(root, folder)
  try {
    accessSync(existsSync(path) ? path : root, constants.W_OK)
  } catch {
    stop(`${what}, and ${path} cannot be written: run "npm run build" in ${root} as its owner.`, outside)
  }
}
function install() {
  mayWrite('node_modules', 'the packages are older than package-lock.json')
  say('installing packages (once) …')
  // The compiler is among the packages for building, which NODE_ENV=production would leave out.
  const done = run('npm', [
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  if (done.status !== 0)
    stop(
      `npm ci failed: is npm installed, and its registry reachable?\n${done.stderr ?? done.error?.message ?? ''}`,
      outside,
    )
}
function build() {
  mayWrite('dist', 'the build is older than the source')
  say('building …')
  const done = run(process.execPath, [
    join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    join(root, 'src', 'tsconfig.json'),
  ])
  if (done.status !== 0) stop(`the build failed:\n${done.stdout}${done.stderr}`, bug)
  writeFileSync(join(root, 'dist', '.built'), '')
}
function run(command, args) {
  return spawnSync(command, args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
}
function time(file) {
  return statSync(file).mtimeMs
}
function newest(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name)
    return Math.max(latest, entry.isDirectory() ? newest(path) : time(path))
  }, 0)
}
function say(text) {
  if (!process.argv.includes('--quiet')) process.stderr.write(`vouch: ${text}\n`)
}
function stop(text, code) {
  process.stderr.write(`vouch: ${text}\n`)
  process.exit(code)
}
