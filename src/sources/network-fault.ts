// Errors of sockets, names, certificates and disks, by their code, in our classes.

import { networkInterfaces } from 'node:os'
import {
  Environment,
  type Fault,
  InputFault,
  isCertificateCode,
  isFault,
  messageOf,
  rootCodeOf,
  Transient,
} from '../errors.ts'

const CUT = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_ABORTED',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
])
const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'])
const DISK_FULL = new Set(['ENOSPC', 'EDQUOT'])

/** What a failed look-up, connection or transfer means; faults pass through unchanged. */
export function networkFault(error: unknown, host: string): Fault {
  if (isFault(error)) return error
  const code = rootCodeOf(error)
  const options = { cause: error, fields: { host, code } }
  if (code === 'ENOTFOUND' || code === 'ENODATA') {
    if (isOffline()) return new Environment('this machine has no network', options)
    return new InputFault(`there is no host named ${host}`, 'Download_Failed', options)
  }
  if (code === 'EAI_AGAIN') return new Transient(`the name ${host} cannot be looked up just now`, options)
  if (code === 'UND_ERR_BODY_TIMEOUT') return new Transient(`the download from ${host} came to a standstill`, options)
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return new Transient(`${host} did not answer in time`, options)
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return new Transient(`${host} could not be reached in time`, options)
  }
  if (CUT.has(code)) return new Transient(`the download was cut by ${host}`, options)
  if (UNREACHABLE.has(code)) return new Transient(`${host} cannot be reached (${code})`, options)
  if (isCertificateCode(code)) {
    return new InputFault(`the certificate of ${host} is not valid (${code})`, 'Download_Failed', options)
  }
  return new Transient(`the download from ${host} failed: ${messageOf(error)}`, options)
}

/** Some systems say "not found" for every name while they are offline: no address but loopback and link-local ones. */
function isOffline(): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap(list => list ?? [])
  return !addresses.some(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
}

/** @returns a full disk as Environment; anything else unchanged. */
export function diskFault(error: unknown, folder: string): unknown {
  if (!DISK_FULL.has(rootCodeOf(error))) return error
  return new Environment(`the disk is full (${folder})`, { cause: error })
}
