// Which version of the program a machine runs.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOME_DIR } from '../../config.ts'

/** `0.1.0`, in a checkout `0.1.0+d71e125`. */
export function programVersion(home: string = HOME_DIR): string {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const commit = commitIn(join(home, '.git'))
  return commit === undefined ? String(version) : `${version}+${commit.slice(0, SHOWN)}`
}

/** One that does not say its commit may be any of its version. */
export function isOtherVersion(one: string | undefined, other: string | undefined): boolean {
  const [version, commit] = one?.split('+', 2) ?? []
  const [otherVersion, otherCommit] = other?.split('+', 2) ?? []
  return version !== otherVersion || (commit !== undefined && otherCommit !== undefined && commit !== otherCommit)
}

const SHOWN = 7

function commitIn(git: string): string | undefined {
  try {
    const head = readFileSync(join(git, 'HEAD'), 'utf8').trim()
    const ref = /^ref: (.+)$/.exec(head)?.[1]
    return ref === undefined ? head : (looseRef(join(git, ref)) ?? packedRef(git, ref))
  } catch {
    return undefined // it is no checkout
  }
}

function looseRef(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

const packedRef = (git: string, ref: string) =>
  readFileSync(join(git, 'packed-refs'), 'utf8')
    .split('\n')
    .find(line => line.endsWith(` ${ref}`))
    ?.split(' ')[0]
