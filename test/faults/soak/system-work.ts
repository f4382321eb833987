// Counts what the system does for this process just now: files that are read and written. Node’s own list leaves some out.

import { syncBuiltinESMExports } from 'node:module'

/** Work that Node itself names. */
const NAMED = /^(FSReq|CloseReq|Immediate)/

/** @returns whether the system works for this process */
export async function watchSystemWork(): Promise<() => boolean> {
  let underWay = 0

  const counted: Wrap = call =>
    function (this: unknown, ...given: unknown[]): unknown {
      const result: unknown = Reflect.apply(call, this, given)
      if (!(result instanceof Promise)) return result
      underWay += 1
      const end = () => {
        underWay -= 1
      }
      result.then(end, end)
      return result
    }

  const files = process.getBuiltinModule('node:fs/promises')
  await using handle = await files.open(import.meta.filename)
  countAll(files, counted)
  countAll(Object.getPrototypeOf(handle), counted, ['sync', 'datasync', 'close', 'read', 'write', 'stat', 'writeFile'])
  countAll(process.getBuiltinModule('node:sqlite'), counted, ['backup'])
  const fs = process.getBuiltinModule('node:fs')
  const { createReadStream } = fs
  Object.assign(fs, {
    createReadStream(...given: Parameters<typeof createReadStream>) {
      underWay += 1
      return createReadStream(...given).once('close', () => {
        underWay -= 1
      })
    },
  })
  syncBuiltinESMExports()
  return () => underWay > 0 || process.getActiveResourcesInfo().some(name => NAMED.test(name))
}

/** The same function, that calls the given one with what it is given. */
type Wrap = (call: CallableFunction) => CallableFunction

function countAll(module: object, counted: Wrap, names = Object.keys(module)): void {
  for (const name of names) {
    const call: unknown = Reflect.get(module, name)
    if (typeof call === 'function') Reflect.set(module, name, counted(call))
  }
}
