#!/usr/bin/env node
// The program's front door: plain JavaScript, so that any Node can say what is missing. Runs the sources on the Node
// that `npm ci` brought, when the one at hand is too old to.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const fits = major > 24 || (major === 24 && minor >= 15)

if (fits) {
  module.enableCompileCache?.()
  await import('./cli.ts')
} else {
  const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
  if (!existsSync(node)) {
    console.error(
      `orchestrator needs Node 24.15 or newer; this is ${process.version}. Run "npm ci" in the checkout: it brings one.`,
    )
    process.exit(78)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
