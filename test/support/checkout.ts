// A checkout of its own, so that a test may write into `.env`.

import { execFile } from 'node:child_process'
import { cp, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CliResult } from './cli.ts'

const ROOT = join(import.meta.dirname, '../..')

export async function newCheckout() {
  const dir = await mkdtemp(join(tmpdir(), 'checkout-'))
  for (const name of ['src', 'handlers', 'package.json'])
    await cp(join(ROOT, name), join(dir, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'))
  return {
    dir,
    envFile: join(dir, '.env'),
    varDir: join(dir, 'var'),
    run: (args: readonly string[], settings: Record<string, string> = {}) =>
      new Promise<CliResult>(resolve => {
        const env = { PATH: process.env.PATH ?? '', HOME: dir, TRACK_CONCURRENCY: '2', ...settings }
        const words = [join(dir, 'src/launch.js'), ...args]
        const child = execFile(process.execPath, words, { env, cwd: dir }, (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
        )
        child.stdin?.end()
      }),
  }
}
