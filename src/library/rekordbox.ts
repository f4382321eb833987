// A collection for rekordbox as one XML file: written track by track beside its place, synced and renamed.

import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { besideOf, makeFolders, sweepBeside, sync } from '../durable-file.ts'
import { codeOf, Environment, isFault, UsageFault } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import { attributesOf, type DjPlaylist, type DjTrack, playlistElements, trackElement } from './rekordbox-xml.ts'

export interface DjCollection {
  tracks: AsyncIterable<DjTrack>
  /** Asked when all tracks were given. */
  playlists(): readonly DjPlaylist[]
}

const MADE_BY = 'orchestrator'
const PRODUCT = `<PRODUCT${attributesOf({ Name: MADE_BY, Version: '1', Company: MADE_BY })}/>`
const HEAD = `<?xml version="1.0" encoding="UTF-8"?>\n<DJ_PLAYLISTS Version="1.0.0">\n  ${PRODUCT}\n  <COLLECTION`
/** Where the number of tracks is written when it is known. */
const COUNT_AT = Buffer.byteLength(HEAD)
const COUNT_WIDTH = ' Entries="1234567890"'.length
const PORTION = 64 * 1024

/**
 * Writes the whole file anew.
 * @throws UsageFault when something that this program did not write has the place; Environment when the disk is full
 */
export async function writeRekordbox(path: string, collection: DjCollection): Promise<void> {
  await requireOurs(path)
  const beside = besideOf(path)
  try {
    await makeFolders(dirname(path))
    await sweepBeside(path)
    await writeAll(beside, collection)
    await failpoint('rekordbox.written')
    await rename(beside, path)
    await sync(dirname(path))
  } catch (error) {
    await rm(beside, { force: true })
    outFault(path)(error)
  }
}

async function writeAll(path: string, { tracks, playlists }: DjCollection): Promise<void> {
  await using file = await open(path, 'w')
  const out = openPortions(file)
  await out.write(`${HEAD}${' '.repeat(COUNT_WIDTH)}>\n`)
  let count = 0
  for await (const track of tracks) {
    await out.write(trackElement(track))
    count += 1
  }
  await out.write(`  </COLLECTION>\n  <PLAYLISTS>\n${playlistElements(playlists())}  </PLAYLISTS>\n</DJ_PLAYLISTS>\n`)
  await out.end()
  await file.write(attributesOf({ Entries: count }), COUNT_AT)
  await file.sync()
}

/** Many small pieces become few writes. */
function openPortions(file: FileHandle) {
  let waiting = ''
  const end = async () => {
    await file.appendFile(waiting)
    waiting = ''
  }
  return {
    async write(text: string) {
      waiting += text
      if (waiting.length > PORTION) await end()
    },
    end,
  }
}

/** A collection that rekordbox wrote, or anything else that stands there, is a person's. */
export async function requireOurs(path: string): Promise<void> {
  const start = await startOf(path)
  if (start === undefined || start === HEAD) return
  throw new UsageFault(`${path} was not written by this program and stays: name another place with --out`)
}

async function startOf(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(COUNT_AT), 0, COUNT_AT, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) === 'EISDIR') throw new UsageFault(`${path} is a folder: expected the name of a file`)
    return outFault(path)(error)
  }
}

const outFault = (path: string) => (error: unknown) => {
  if (isFault(error) || codeOf(error) === '') throw error
  throw new Environment(`${path} cannot be written (${codeOf(error)})`, { cause: error })
}
