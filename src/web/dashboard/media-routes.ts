// GET /api/tracks/<id>/audio, cover and waveform.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isKnown } from './assets.ts'
import { openCovers } from './covers.ts'
import { giveFile } from './give-file.ts'
import { idOf } from './questions.ts'
import type { OpenedFile, TrackFiles } from './track-files.ts'

/** Files that are open at once for those who listen. */
const MOST_STREAMS = 40
/** The colours of a waveform stand in it; nothing else may happen there, also when it is opened by itself. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

export function addMediaRoutes(app: FastifyInstance, files: TrackFiles): void {
  const covers = openCovers()
  let streams = 0

  app.get<{ Params: { id: string }; Querystring: { format?: unknown } }>(
    '/api/tracks/:id/audio',
    async (request, reply) => {
      const { format } = request.query
      if (format !== undefined && typeof format !== 'string') return nothing(reply)
      if (streams >= MOST_STREAMS) return busy(reply)
      // before anything is waited for: whoever has left by then is told of no more
      streams += 1
      reply.raw.once('close', () => {
        streams -= 1
      })
      const file = await files.audio(idOf(request.params), format)
      return file ? giveFile(request, reply, file) : nothing(reply)
    },
  )

  app.get<{ Params: { id: string } }>('/api/tracks/:id/waveform', async (request, reply) => {
    const file = await files.waveform(idOf(request.params))
    if (!file) return none(reply)
    reply.header('content-security-policy', PICTURE_POLICY)
    return giveFile(request, reply, file)
  })

  app.get<{ Params: { id: string } }>('/api/tracks/:id/cover', async (request, reply) => {
    const file = await files.audio(idOf(request.params))
    if (!file) return none(reply)
    await file.handle.close()
    return giveCover(request, reply, file)
  })

  async function giveCover(request: FastifyRequest, reply: FastifyReply, file: OpenedFile) {
    const etag = file.etag.replace(/"$/, '-cover"')
    reply.header('etag', etag).header('cache-control', 'private, max-age=300')
    if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
    const picture = await covers.of(file)
    if (!picture) return none(reply)
    return reply.header('content-security-policy', PICTURE_POLICY).type(picture.type).send(picture.bytes)
  }
}

/** Lists ask for all their pictures: one that is not there is no error. */
const none = (reply: FastifyReply) => reply.code(204).send()
const nothing = (reply: FastifyReply) => reply.code(404).send({ error: 'there is nothing here' })
const busy = (reply: FastifyReply) =>
  reply.code(503).header('retry-after', '5').send({ error: 'too many listen: try again later' })
