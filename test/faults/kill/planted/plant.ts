// A copy of the program with a fault planted in its source.

import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHECKOUT } from '../../world/program.ts'

export interface Patch {
  file: string
  /** Stands in the file exactly once. */
  find: string
  put: string
}

export interface Planted extends Disposable {
  /** The copy's checkout. */
  tree: string
}

/** One place for all, one after the other: what they have in common is compiled once. */
const tree = join(tmpdir(), `orchestrator-planted-${process.pid}`)

/** @throws when a patch does not fit: the program has changed, and the planted fault with it */
export function plant(patches: readonly Patch[]): Planted {
  rmSync(tree, { recursive: true, force: true }) // left by a run that was killed
  mkdirSync(tree)
  for (const name of ['src', 'handlers', 'package.json'])
    cpSync(join(CHECKOUT, name), join(tree, name), { recursive: true })
  symlinkSync(join(CHECKOUT, 'node_modules'), join(tree, 'node_modules'))
  for (const patch of patches) apply(tree, patch)
  return { tree, [Symbol.dispose]: () => rmSync(tree, { recursive: true, force: true }) }
}

function apply(tree: string, { file, find, put }: Patch): void {
  const path = join(tree, file)
  const parts = readFileSync(path, 'utf8').split(find)
  if (parts.length !== 2) throw new Error(`${file} has "${find}" ${parts.length - 1} times instead of once`)
  writeFileSync(path, parts.join(put))
}
