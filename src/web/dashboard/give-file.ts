// A file as an answer: whole, a part of it, or nothing where the browser has it already.

import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isKnown } from './assets.ts'
import { partOf } from './range.ts'
import type { OpenedFile } from './track-files.ts'

/** A browser that pauses a song comes again; who reads nothing for so long is let go. */
const PATIENCE_MS = 5 * 60_000

/** Takes care of the handle, whatever happens. */
export async function giveFile(request: FastifyRequest, reply: FastifyReply, file: OpenedFile) {
  const { handle, bytes, type, etag } = file
  const { headers, method } = request
  reply.header('etag', etag).header('accept-ranges', 'bytes').header('cache-control', 'private, no-cache').type(type)
  if (isKnown(headers['if-none-match'], etag)) return ended(reply.code(304))
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag
  const part = isSame ? partOf(headers.range, bytes) : undefined
  if (part === 'outside') return ended(reply.code(416).header('content-range', `bytes */${bytes}`))
  const { from, to } = part ?? { from: 0, to: bytes - 1 }
  if (part) reply.code(206).header('content-range', `bytes ${from}-${to}/${bytes}`)
  reply.header('content-length', to - from + 1)
  if (method === 'HEAD' || to < from) return ended(reply, Readable.from([])) // the length said above stays
  request.raw.setTimeout(PATIENCE_MS)
  const stream = handle.createReadStream({ start: from, end: to })
  reply.raw.once('close', () => stream.destroy())
  return reply.send(stream)

  async function ended(answer: FastifyReply, nothing?: Readable) {
    await handle.close()
    return answer.send(nothing)
  }
}
