// File uploads: announced, sent in one part, then attached to a page, a property or a block within the hour.

import { randomUUID } from 'node:crypto'
import { notAsExpected, notFound, validationError } from '../api/api-error.ts'
import { type Json, oneOfAt, onlyKeys, stringAt } from '../api/check.ts'
import { BOT_ID } from '../api/identity.ts'
import { pageSizeIn } from '../api/paging.ts'
import { listAnswer } from '../api/respond.ts'
import type { Call, Handler } from '../api/route.ts'
import type { UploadRecord } from '../store/records.ts'
import { toMinute } from '../values/date-value.ts'
import { archived } from '../values/render.ts'

const CREATE_KEYS = ['mode', 'filename', 'content_type', 'number_of_parts', 'external_url']
const MODES = ['single_part', 'multi_part', 'external_url'] as const
const STATUSES = ['pending', 'uploaded', 'expired', 'failed'] as const
/** An upload that is attached to nothing is given up after an hour. */
const LIFE_MS = 3600_000
const MAX_BYTES = 20 * 1024 ** 2
const MAX_NAME_BYTES = 900
const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+(?:;[\x20-\x7e]*)?$/
/** What a sender says who does not know, or says nothing. */
const ANY_TYPE = 'application/octet-stream'

export const createUpload: Handler = call => {
  const { body, now, user } = call
  onlyKeys(body, CREATE_KEYS, 'body')
  checkMode(body)
  const upload: UploadRecord = {
    id: randomUUID(),
    status: 'pending',
    filename: body.filename === undefined ? null : nameAt(body.filename, 'body.filename'),
    contentType: body.content_type === undefined ? null : typeAt(body.content_type),
    contentLength: null,
    expires: now + LIFE_MS,
    inTrash: false,
    created: now,
    edited: now,
    createdBy: user,
    editedBy: user,
  }
  return saved(call, upload, 'file_upload.created')
}

export const sendUpload: Handler = call => {
  const { store, file, body, now, user } = call
  const upload = uploadById(call)
  if (upload.status !== 'pending')
    throw validationError(
      `The file upload has status \`${upload.status}\`, and can be sent only while it is \`pending\`.`,
    )
  if (body.part_number !== undefined) throw notAsExpected('body.part_number', 'not present', body.part_number)
  if (!file) throw notAsExpected('body.file', 'defined', undefined)
  if (file.bytes.length > MAX_BYTES)
    throw validationError(`The file has ${file.bytes.length} bytes, more than the ${MAX_BYTES} a single part may have.`)
  const sent: UploadRecord = {
    ...upload,
    status: 'uploaded',
    filename: upload.filename ?? nameAt(file.name || 'file', 'body.file.filename'),
    contentType: sentType(file.type, upload.contentType),
    contentLength: file.bytes.length,
    edited: now,
    editedBy: user,
  }
  const answer = saved(call, sent, 'file_upload.completed')
  store.uploads.setContent(sent.id, file.bytes)
  return answer
}

/** Only uploads of several parts are completed, and there are none here. */
export const completeUpload: Handler = call => {
  const { id } = uploadById(call)
  throw validationError(`The file upload ${id} has a single part; only uploads with mode \`multi_part\` are completed.`)
}

export const retrieveUpload: Handler = call => showUpload(uploadById(call), call)

export const listUploads: Handler = call => {
  const { store, query } = call
  const wanted = query.get('status')
  const status = wanted === null ? undefined : oneOfAt(wanted, 'query.status', STATUSES)
  const uploads = store.uploads.all().filter(upload => status === undefined || upload.status === status)
  const cursor = query.get('start_cursor')
  const start = cursor === null ? 0 : uploads.findIndex(upload => upload.id === cursor)
  if (start === -1) throw validationError(`The start_cursor provided is invalid: ${cursor}`)
  const end = start + pageSizeIn(query)
  const shown = uploads.slice(start, end).map(upload => showUpload(upload, call))
  return listAnswer('file_upload', shown, uploads[end]?.id ?? null)
}

function checkMode({ mode = 'single_part', number_of_parts: parts, external_url: url }: Json): void {
  const chosen = oneOfAt(mode, 'body.mode', MODES)
  if (chosen === 'multi_part')
    throw validationError(
      `Uploads of several parts are not supported here; send up to ${MAX_BYTES} bytes as a single part.`,
    )
  if (chosen === 'external_url')
    throw validationError('Importing from a URL is not supported here; use an external file, or send the bytes.')
  if (parts !== undefined) throw notAsExpected('body.number_of_parts', 'not present', parts)
  if (url !== undefined) throw notAsExpected('body.external_url', 'not present', url)
}

function nameAt(value: unknown, path: string): string {
  const name = stringAt(value, path)
  if (name === '') throw notAsExpected(path, 'populated', name)
  const bytes = Buffer.byteLength(name)
  if (bytes > MAX_NAME_BYTES) throw notAsExpected(`${path}.length`, `≤ \`${MAX_NAME_BYTES}\``, bytes)
  return name
}

function typeAt(value: unknown): string {
  const type = stringAt(value, 'body.content_type')
  if (!MIME_TYPE.test(type)) throw notAsExpected('body.content_type', 'a MIME type', type)
  return type
}

/** The announced type, which the sent one has to agree with. */
function sentType(sent: string, announced: string | null): string {
  const said = MIME_TYPE.test(sent) ? sent : ANY_TYPE
  if (announced === null || essence(announced) === essence(said)) return announced ?? said
  if (essence(said) === ANY_TYPE) return announced
  throw validationError(
    `The file's content type \`${said}\` does not match the upload's content type \`${announced}\`.`,
  )
}

const essence = (type: string) => type.split(';')[0]?.trim().toLowerCase()

function uploadById({ store, path }: Call): UploadRecord {
  const id = path.file_upload_id ?? ''
  const found = store.uploads.get(id)
  if (!found) throw notFound('file_upload', id)
  return found
}

function saved(call: Call, upload: UploadRecord, type: string): Json {
  const { store, user, now } = call
  store.uploads.save(upload)
  store.changes.add({ type, entity: { id: upload.id, type: 'file_upload' }, author: user, data: {} }, now)
  return showUpload(upload, call)
}

function showUpload(upload: UploadRecord, { origin, version }: Call): Json {
  return {
    object: 'file_upload',
    id: upload.id,
    created_time: toMinute(upload.created),
    created_by: { id: upload.createdBy, type: upload.createdBy === BOT_ID ? 'bot' : 'person' },
    last_edited_time: toMinute(upload.edited),
    expiry_time: upload.expires === null ? null : toMinute(upload.expires),
    ...(upload.status === 'pending' && { upload_url: `${origin}/v1/file_uploads/${upload.id}/send` }),
    in_trash: upload.inTrash,
    status: upload.status,
    filename: upload.filename,
    content_type: upload.contentType,
    content_length: upload.contentLength,
    ...archived(upload.inTrash, version),
  }
}
