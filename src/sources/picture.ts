// Cover pictures: fetched like audio, kept only when they are a JPEG or a PNG.

import { join } from 'node:path'
import { InputFault } from '../errors.ts'
import { type DirectConfig, requireGood } from './direct.ts'
import { saveBody } from './save-body.ts'
import type { FetchOptions } from './source-file.ts'
import { withinTime } from './within-time.ts'

const MAX_BYTES = 10 * 1024 * 1024
const MAX_MS = 60_000
const MAGIC = [
  { extension: 'jpg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { extension: 'png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
]

/** @returns the path of the picture; undefined when there is none of use behind the link. */
export async function fetchPicture(
  config: DirectConfig,
  url: string,
  options: FetchOptions,
): Promise<string | undefined> {
  try {
    return await withinTime(options.signal, Math.min(MAX_MS, config.downloadTimeoutMs), async signal => {
      await using response = await config.egress.request(url, { signal, timeouts: config.timeouts })
      requireGood(response)
      const saved = await saveBody(response, {
        part: join(options.dir, 'cover.part'),
        maxBytes: MAX_BYTES,
        signal,
        nameFor: head => join(options.dir, `cover.${pictureExtension(head)}`),
      })
      return saved.path
    })
  } catch (error) {
    if (error instanceof InputFault) return undefined
    throw error
  }
}

function pictureExtension(head: Buffer): string {
  const found = MAGIC.find(({ bytes }) => head.subarray(0, bytes.length).equals(bytes))
  if (!found) throw new InputFault('the link leads to no JPEG or PNG', 'Not_Audio')
  return found.extension
}
