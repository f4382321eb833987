// Is a volume that only is read the one it was before? Nothing can be written to it, so what the system says has to do.

import { realpath, stat } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { codeOf } from '../../errors.ts'

export type Look = { mount: string } | { away: string }

/** @param before the folder its disk was mounted at when it was seen last */
export async function lookAtVolume(dir: string, before: string | undefined): Promise<Look> {
  try {
    if (!(await stat(dir)).isDirectory()) return { away: `${dir} is no folder` }
    const mount = await mountOf(await realpath(dir))
    if (before !== undefined && mount !== before && isBelow(before, mount))
      return { away: `nothing is mounted at ${before}, where ${dir} was` }
    return { mount }
  } catch (error) {
    if (!codeOf(error)) throw error
    return { away: `${dir} is not there (${codeOf(error)}; is its volume mounted?)` }
  }
}

/** The folder at or above `dir` where another disk begins. */
async function mountOf(dir: string): Promise<string> {
  const { dev } = await stat(dir)
  for (let at = dir; ; at = dirname(at)) {
    const above = dirname(at)
    if (above === at || (await stat(above)).dev !== dev) return at
  }
}

const isBelow = (path: string, folder: string) => path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
