// What the library's disk says, in our classes.

import { codeOf, Environment } from '../errors.ts'

const SPACE_CODES = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOENT', 'ENOTDIR'])

/** @throws Environment when the disk is full, read-only or broken; anything else unchanged */
export function diskFault(error: unknown): never {
  if (!SPACE_CODES.has(codeOf(error))) throw error
  const what =
    codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT'
      ? 'the library’s disk is full'
      : `the library cannot be written (${codeOf(error)})`
  throw new Environment(what, { cause: error })
}
