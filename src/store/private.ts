// What the program makes for itself is its person's alone. What is there already keeps the rights it has.

import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from '../errors.ts'

const FILE = 0o600
const FOLDER = 0o700

/** Makes a folder; those above it that are not there become as the system makes them. */
export function makePrivateFolder(dir: string): void {
  mkdirSync(dirname(dir), { recursive: true })
  try {
    mkdirSync(dir, FOLDER)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    mkdirSync(dir, { recursive: true }) // throws where it is no folder
  }
}

/** An empty file, before SQLite makes it for everybody to read; what SQLite makes beside it gets the same rights. */
export function makePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', FILE))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}
