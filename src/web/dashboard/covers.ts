// The pictures in tracks' files: few are read at a time, and those that were asked for last are kept for a while.

import PQueue from 'p-queue'
import { pictureSize } from '../../audio/tags/image-size.ts'
import { readPicture } from '../../audio/tags/picture.ts'
import type { OpenedFile } from './track-files.ts'

export interface Picture {
  bytes: Buffer
  type: string
}

export interface Covers {
  /** @returns undefined: it has none that a browser shows */
  of(file: Pick<OpenedFile, 'path' | 'etag'>): Promise<Picture | undefined>
}

const AT_ONCE = 2
const MOST_KEPT_BYTES = 16 * 1024 * 1024
const MOST_KEPT = 500
/** Of a larger one a browser would only shrink it. */
const LARGEST = 8 * 1024 * 1024

export function openCovers(): Covers {
  const kept = new Map<string, Picture | undefined>()
  const places = new PQueue({ concurrency: AT_ONCE })
  let keptBytes = 0

  function keep(key: string, picture: Picture | undefined): void {
    kept.set(key, picture)
    keptBytes += picture?.bytes.length ?? 0
    for (const [oldest, before] of kept) {
      if (keptBytes <= MOST_KEPT_BYTES && kept.size <= MOST_KEPT) break
      kept.delete(oldest)
      keptBytes -= before?.bytes.length ?? 0
    }
  }

  return {
    async of({ path, etag }) {
      const key = `${path} ${etag}`
      if (kept.has(key)) {
        const picture = kept.get(key)
        kept.delete(key)
        kept.set(key, picture)
        return picture
      }
      const picture = await places.add(() => readFrom(path))
      if (!kept.has(key)) keep(key, picture)
      return picture
    },
  }
}

/** A file that cannot be read has none, whatever is wrong with it. */
async function readFrom(path: string): Promise<Picture | undefined> {
  const bytes = await readPicture(path).catch(() => undefined)
  const size = bytes && bytes.length <= LARGEST ? pictureSize(bytes) : undefined
  return bytes && size && { bytes, type: `image/${size.kind}` }
}
