// Whether the instance that works in `var/` takes orders: a loop does, a command that ends by itself does not.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runningIn } from '../../store/instance-lock.ts'
import { makePrivateFolder } from '../../store/private.ts'

const fileIn = (varDir: string) => join(varDir, 'orders', 'taker')

/** By this process; said again where it was taken away. */
export function sayTaker(varDir: string): void {
  if (pidIn(fileIn(varDir)) === process.pid) return
  makePrivateFolder(join(varDir, 'orders'))
  writeFileSync(fileIn(varDir), `${process.pid}`, { mode: 0o600 })
}

export function sayNoTaker(varDir: string): void {
  if (pidIn(fileIn(varDir)) === process.pid) rmSync(fileIn(varDir), { force: true })
}

/** Its process; undefined: nobody takes any now. */
export function takerIn(varDir: string): number | undefined {
  const running = runningIn(varDir)?.pid
  return running !== undefined && pidIn(fileIn(varDir)) === running ? running : undefined
}

function pidIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
