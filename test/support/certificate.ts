// A certificate for servers of a test's own: made on the spot with openssl, thrown away with its folder.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PROGRAM = 'openssl'

/** Where it is missing, tests that need a certificate are skipped. */
export const hasOpenssl = (() => {
  try {
    execFileSync(PROGRAM, ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export function makeCertificate(dir: string, hosts: readonly string[]): { key: Buffer; cert: Buffer } {
  const [key, file] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  const names = hosts.map(host => `DNS:${host}`).join(',')
  execFileSync(
    PROGRAM,
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=a test', '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', file],
    ],
    { stdio: 'ignore' },
  )
  return { key: readFileSync(key), cert: readFileSync(file) }
}
