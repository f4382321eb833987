// The cover as an item's picture: once, and only of what we added, since a person may have chosen another.

import { messageOf, Transient } from '../errors.ts'
import type { FileImport } from './file-import.ts'

/** @returns why it could not be set: a track is in Eagle without it, too */
export async function pictureOf(job: FileImport, id: string): Promise<string[]> {
  const { api, guard, memory, file, picture, signal } = job
  const kept = memory.get(file.ext)
  const { setThumbnail } = api
  if (picture === undefined || !setThumbnail || !kept?.isOurs || kept.hasPicture) return []
  try {
    await guard.write(api, signal, () => setThumbnail(id, picture, signal))
    memory.put(file.ext, { ...kept, hasPicture: true })
    return []
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof Transient)) throw error
    return [`the cover is not shown in Eagle: ${messageOf(error)}`]
  }
}
