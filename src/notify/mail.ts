// Mail, by SMTP.

import { once } from 'node:events'
import { createTransport } from 'nodemailer'
import { codeOf, Limited, Transient } from '../errors.ts'
import { type Channel, cut, oneLine } from './channel.ts'

const LIMIT_MS = 10_000
const WHOLE_MS = 30_000
const SUBJECT = 150
const BODY = 100_000
const LATER_MS = 5 * 60_000
const TRY_LATER = new Set([421, 450, 451, 452])

/** @param to the one it goes to, and who it comes from */
export function mail(url: string, to: string): Channel {
  return {
    name: 'mail',
    async send({ title, body, id }, signal) {
      const transport = createTransport({
        ...serverOf(url),
        connectionTimeout: LIMIT_MS,
        greetingTimeout: LIMIT_MS,
        socketTimeout: LIMIT_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      const subject = `orchestrator: ${cut(oneLine(title), SUBJECT)}`
      const limit = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_MS)])
      const sending = transport.sendMail({
        from: to,
        to,
        subject,
        text: cut(body, BODY),
        messageId: `<${id}@orchestrator>`,
      })
      try {
        await Promise.race([sending, aborted(limit)])
      } catch (error) {
        sending.catch(() => {})
        throw mailFault(error)
      } finally {
        transport.close()
      }
    },
  }
}

/** @returns what the address says; a login is never sent over a connection that others could read */
export function serverOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:' || port === '465'
  const auth = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined
  const host = hostname.replace(/^\[|\]$/g, '')
  return { host, port: Number(port) || (secure ? 465 : 587), secure, auth, requireTLS: auth !== undefined && !secure }
}

async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort')
  throw new Transient('the mail server did not answer in time')
}

/** The message of the server may hold anything; its code says enough. */
function mailFault(error: unknown): Error {
  if (error instanceof Transient) return error
  const code = codeOf(error) || 'unknown'
  const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : undefined
  const why = `the mail server did not take it (${[code, status].filter(Boolean).join(', ')})`
  return status && TRY_LATER.has(status) ? new Limited(why, Date.now() + LATER_MS) : new Transient(why)
}
