// A file of the library made anew in its place: as a copy beside it, and only over what was looked at.

import { constants } from 'node:fs'
import { copyFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { sumOf, sync } from '../durable-file.ts'
import { failpoint } from '../failpoint.ts'
import { diskFault } from './disk-fault.ts'

/**
 * @param change works on the copy, whose name ends as the file's does; hidden, and made anew where a killed run left one
 * @returns the new content's sum; undefined when the file changed meanwhile: it is left alone then
 */
export async function replaceFile(path: string, change: (copy: string) => Promise<void>): Promise<string | undefined> {
  const before = await sumOf(path)
  const end = extname(path)
  const copy = join(dirname(path), `.${basename(path, end)}.mended${end}`)
  try {
    await rm(copy, { force: true })
    await copyFile(path, copy, constants.COPYFILE_FICLONE).catch(diskFault)
    await change(copy)
    const after = await sumOf(copy)
    if ((await sumOf(path)) !== before) return undefined
    await sync(copy)
    await failpoint('mend.made')
    await rename(copy, path).catch(diskFault)
    await failpoint('mend.renamed')
    await sync(dirname(path))
    return after
  } finally {
    await rm(copy, { force: true })
  }
}
