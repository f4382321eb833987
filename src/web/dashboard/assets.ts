// The page's own files, read once: what is asked for is never the name of a file on the disk.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const STATIC_DIR = join(import.meta.dirname, 'static')
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

interface Asset {
  name: string
  type: string
  etag: string
  content: Buffer
}

export interface Assets {
  /** The text of a page. */
  page(name: string): string
  all: readonly Asset[]
}

export function readAssets(dir: string = STATIC_DIR): Assets {
  const all = readdirSync(dir).flatMap(name => {
    const type = TYPES[extname(name)]
    if (type === undefined) return []
    const content = readFileSync(join(dir, name))
    const sum = createHash('sha256').update(content).digest('base64url').slice(0, 22)
    return [{ name, type, content, etag: `"${sum}"` }]
  })
  return {
    all,
    page: name => all.find(asset => asset.name === name)?.content.toString('utf8') ?? '',
  }
}

export function addAssetRoutes(app: FastifyInstance, { all }: Assets): void {
  for (const asset of all) {
    const { name } = asset
    if (name === 'login.html') continue
    app.get(name === 'index.html' ? '/' : `/static/${name}`, async (request, reply) => give(request, reply, asset))
  }
}

function give(request: FastifyRequest, reply: FastifyReply, { type, etag, content }: Asset) {
  reply.header('cache-control', 'no-cache').header('etag', etag)
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type(type).send(content)
}

/** Whether the browser has it already. */
export const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some(known => known.trim().replace(/^W\//, '') === etag)
