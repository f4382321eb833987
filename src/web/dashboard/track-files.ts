// The files behind a track's page: named by the store alone, inside the library, and opened through no link.

import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { codeOf, isFault } from '../../errors.ts'
import { waveformOf } from '../../pipeline/keep-waveform.ts'
import type { Tools } from '../../tools.ts'

export interface TrackFilesDeps extends Pick<Tools, 'journal' | 'merges' | 'waveformsDir'> {
  /** @throws InputFault outside of the library */
  ownFile: Tools['ownFile']
}

export interface OpenedFile {
  handle: FileHandle
  path: string
  bytes: number
  type: string
  /** With quotes; another one when it is another content. */
  etag: string
}

export interface TrackFiles {
  /** @param format absent: whichever there is. @returns undefined: there is none that may be given away */
  audio(id: string, format?: string): Promise<OpenedFile | undefined>
  waveform(id: string): Promise<OpenedFile | undefined>
}

const TYPES: Record<string, string> = {
  m4a: 'audio/mp4',
  aac: 'audio/mp4',
  wav: 'audio/wav',
  aiff: 'audio/aiff',
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
}

export const contentTypeOf = (format: string): string => TYPES[format] ?? 'application/octet-stream'

export function openTrackFiles({ journal, merges, ownFile, waveformsDir }: TrackFilesDeps): TrackFiles {
  const ownerOf = (id: string) => merges.of(id)?.owner ?? id
  const filesOf = (id: string) => {
    const own = journal.filesOf(id)
    return own.length > 0 ? own : journal.filesOf(ownerOf(id))
  }
  return {
    async audio(id, format) {
      for (const file of filesOf(id)) {
        if (format !== undefined && file.format !== format) continue
        const path = await ownFile(file.path).catch(nothing)
        const opened = path && (await openFile(path, contentTypeOf(file.format)))
        if (opened) return opened
      }
      return undefined
    },
    async waveform(id) {
      const type = 'image/svg+xml'
      return (
        (await openFile(waveformOf({ id }, { waveformsDir }), type)) ??
        openFile(waveformOf({ id: ownerOf(id) }, { waveformsDir }), type)
      )
    },
  }
}

/** Not a link, not a pipe that never ends. */
async function openFile(path: string, type: string): Promise<OpenedFile | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(nothing)
  if (!handle) return undefined
  const found = await handle.stat().catch(nothing)
  if (found?.isFile()) {
    const { size: bytes, mtimeMs, ino } = found
    return {
      handle,
      path,
      type,
      bytes,
      etag: `"${bytes.toString(36)}-${Math.round(mtimeMs).toString(36)}-${ino.toString(36)}"`,
    }
  }
  await handle.close()
  return undefined
}

/** Whatever the reason, there is nothing to give. */
function nothing(error: unknown): undefined {
  if (!isFault(error) && codeOf(error) === '') throw error
}
