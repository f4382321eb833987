// The note beside a half download: whose bytes these are, and a sum that proves them. It is the sum that makes going
// on safe after a crash: whatever reached the disk of note and part, bytes that do not match it are never used.

import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import type { EgressResponse } from './egress.ts'

const Validators = z.object({
  /** The link that was asked for. */
  url: z.string(),
  /** Where its redirects ended, without what changes from one signed address to the next. */
  at: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  length: z.number().optional(),
})
const Note = Validators.extend({ bytes: z.number().int().positive(), sha256: z.string() })

/** By what a server shows later that it still holds the same content. */
export type Validators = z.output<typeof Validators>

/** The proven beginning of a download, and the sum so far. */
export interface Kept {
  validators: Validators
  bytes: number
  hash: Hash
}

/** A file changed again within its clock's grain keeps its date, so a date proves nothing while it is young. */
const OLD_ENOUGH_MS = 60_000

/** @returns undefined when the answer has nothing that tells its content from another */
export function validatorsOf(url: string, response: EgressResponse): Validators | undefined {
  const length = response.header('content-length')
  const validators = {
    url,
    at: placeOf(response),
    etag: response.header('etag'),
    lastModified: response.header('last-modified'),
    length: length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined,
  }
  if (isStrong(validators.etag)) return validators
  return validators.length !== undefined && isOldDate(response) ? validators : undefined
}

/** What asks for the rest, but only of the same content. */
export const rangeHeaders = ({ bytes, validators: { etag, lastModified } }: Kept): Record<string, string> => ({
  range: `bytes=${bytes}-`,
  'if-range': (isStrong(etag) ? etag : lastModified) ?? '',
})

/** The whole length, when an answer of status 206 is the rest of the same content, from where the part ends. */
export function lengthWhenRest({ bytes, validators }: Kept, response: EgressResponse): number | undefined {
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.header('content-range')?.trim() ?? '')
  if (Number(range?.[1]) !== bytes || placeOf(response) !== validators.at) return undefined
  if (response.header('etag') !== validators.etag) return undefined
  const lastModified = response.header('last-modified') // beside a strong ETag a server may leave it out
  const dateIsEqual = lastModified === validators.lastModified
  if (!dateIsEqual && !(lastModified === undefined && isStrong(validators.etag))) return undefined
  const length = Number(range?.[2])
  return validators.length === undefined || validators.length === length ? length : undefined
}

/** What is left of an earlier download of this link, as far as its note proves it. */
export async function keptPart(part: string, url: string): Promise<Kept | undefined> {
  const note = await readNote(part)
  if (note?.url !== url) return undefined
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(part, { end: note.bytes - 1 })) hash.update(chunk)
  } catch {
    return undefined // no part, or one that cannot be read: nothing to go on with
  }
  if (hash.copy().digest('hex') !== note.sha256) return undefined
  const { bytes, sha256: _, ...validators } = note
  return { validators, bytes, hash }
}

export async function writeNote(part: string, { validators, bytes, hash }: Kept): Promise<void> {
  const path = notePath(part)
  const note: z.output<typeof Note> = { ...validators, bytes, sha256: hash.copy().digest('hex') }
  {
    await using handle = await open(`${path}.new`, 'w', 0o600)
    await handle.writeFile(JSON.stringify(note))
    await handle.sync()
  }
  await rename(`${path}.new`, path)
}

export async function removeNote(part: string): Promise<void> {
  await rm(notePath(part), { force: true })
  await rm(`${notePath(part)}.new`, { force: true })
}

export async function removePart(part: string): Promise<void> {
  await rm(part, { force: true })
  await removeNote(part)
}

async function readNote(part: string): Promise<z.output<typeof Note> | undefined> {
  try {
    return Note.parse(JSON.parse(await readFile(notePath(part), 'utf8')))
  } catch {
    return undefined // no note, or half of one
  }
}

function isOldDate(response: EgressResponse): boolean {
  const [modified, now] = ['last-modified', 'date'].map(name => Date.parse(response.header(name) ?? ''))
  return modified !== undefined && now !== undefined && now - modified >= OLD_ENOUGH_MS
}

const notePath = (part: string) => `${part}.json`
const isStrong = (etag: string | undefined) => etag !== undefined && /^"[^"]*"$/.test(etag)
const placeOf = ({ url }: EgressResponse) => url.origin + url.pathname
