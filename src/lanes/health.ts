// What a failed request says about the service that was asked.

import { codeOf, Environment, type Fault, InputFault, Limited, Transient } from '../errors.ts'

export type Health =
  /** It answered. */
  | 'there'
  /** It cannot be reached, whatever it is asked. */
  | 'away'
  /** It did not serve this; whether it serves anything else is not known. */
  | 'odd'
  /** Nothing: the fault is on our side. */
  | 'unknown'

const UNREACHABLE = new Set<unknown>([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENODATA',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
])
const AWAY = new Set<unknown>([502, 503, 504, 522, 523])
const DISK_FULL = new Set<unknown>(['ENOSPC', 'EDQUOT'])

export function healthOf(fault: Fault): Health {
  if (fault instanceof InputFault || fault instanceof Limited) return 'there'
  if (!(fault instanceof Transient || fault instanceof Environment)) return 'unknown'
  const code = fault.fields.code ?? codeOf(fault.cause)
  if (DISK_FULL.has(code)) return 'unknown'
  return UNREACHABLE.has(code) || AWAY.has(fault.fields.status) ? 'away' : 'odd'
}
