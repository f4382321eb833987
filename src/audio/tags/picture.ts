// The picture an audio file brings along.

/** The bytes of the front cover, of whatever kind they are; else of the first picture. */
export async function readPicture(path: string): Promise<Buffer | undefined> {
  const { parseFile, selectCover } = await import('music-metadata')
  const { common } = await parseFile(path, { duration: false })
  const picture = selectCover(common.picture)
  return picture ? Buffer.from(picture.data) : undefined
}
