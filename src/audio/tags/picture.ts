// The picture an audio file brings along.

import { parseFile, selectCover } from 'music-metadata'

/** The bytes of the front cover, of whatever kind they are; else of the first picture. */
export async function readPicture(path: string): Promise<Buffer | undefined> {
  const { common } = await parseFile(path, { duration: false })
  const picture = selectCover(common.picture)
  return picture ? Buffer.from(picture.data) : undefined
}
