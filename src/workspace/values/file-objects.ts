// File objects as requests bring them, as they are kept, and as they are answered: links, and uploads of this workspace.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { isObject, type Json, stringAt, uuidAt } from '../api/check.ts'
import type { UploadRecord } from '../store/records.ts'
import type { UploadStore } from '../store/uploads.ts'

const MAX_URL = 2000
/** A link to an uploaded file is good for an hour. */
const LINK_MS = 3600_000

/** Where the files of this workspace are reached, and when. */
export interface FileHost {
  origin: string
  /** Epoch milliseconds. */
  now: number
}

/** @returns what is kept: `{external: {url}}` or `{upload: id}`; the upload counts as attached from here on. */
export function fileObjectAt(value: Json, path: string, uploads: UploadStore): Json {
  if (isObject(value.file_upload)) return { upload: attach(value.file_upload.id, `${path}.file_upload.id`, uploads) }
  if (isObject(value.external)) return { external: { url: urlAt(value.external.url, `${path}.external.url`) } }
  if (isObject(value.file)) return keptFile(value.file, `${path}.file`, uploads)
  throw notAsExpected(`${path}.external`, 'defined', value.external)
}

/** As answered: `{type: 'external', external}` or `{type: 'file', file: {url, expiry_time}}`. */
export function showFileObject(kept: Json, { origin, now }: FileHost): Json {
  if (typeof kept.upload !== 'string') return { type: 'external', external: kept.external }
  const expires = new Date(now - (now % 60_000) + LINK_MS)
  const url = `${origin}/files/${kept.upload}?expires=${expires.getTime()}`
  return { type: 'file', file: { url, expiry_time: expires.toISOString() } }
}

/** A file's own name, or the end of its link. */
export function nameOfFile(kept: Json, uploads: UploadStore): string {
  if (typeof kept.upload === 'string') return uploads.get(kept.upload)?.filename ?? kept.upload
  return isObject(kept.external) ? String(kept.external.url) : ''
}

function attach(id: unknown, path: string, uploads: UploadStore): string {
  const upload = uploads.get(uuidAt(id, path))
  if (!upload) throw validationError(`Could not find file_upload with ID: ${String(id)}.`)
  if (upload.status !== 'uploaded')
    throw validationError(
      `The file upload ${upload.id} has status ${upload.status}; only an uploaded one can be attached.`,
    )
  uploads.save({ ...upload, expires: null })
  return upload.id
}

/** A file of ours that is written back as it was answered stays the same file. */
function keptFile(file: Json, path: string, uploads: UploadStore): Json {
  const url = urlAt(file.url, `${path}.url`)
  const upload = uploadOf(url, uploads)
  return upload ? { upload: upload.id } : { external: { url } }
}

function uploadOf(url: string, uploads: UploadStore): UploadRecord | undefined {
  const id = /\/files\/([0-9a-f-]{36})/.exec(url)?.[1]
  return id === undefined ? undefined : uploads.get(id)
}

function urlAt(value: unknown, path: string): string {
  const url = stringAt(value, path, MAX_URL)
  if (url === '') throw notAsExpected(path, 'populated', url)
  return url
}
