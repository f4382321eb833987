// A file of the system's that is there whole, or as it was.

import { chmod, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sync } from '../durable-file.ts'

export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const beside = `${path}.new`
  const file = await open(beside, 'w', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await chmod(beside, mode)
  await rename(beside, path)
  await sync(dirname(path))
}
