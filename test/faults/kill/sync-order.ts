// What a power cut could take back although the program counts on it: read from the order of a run's system calls.
// A kill cannot show this, because what was written survives the process that wrote it.

import { dirname, relative } from 'node:path'
import type { World } from '../world/world.ts'
import { type Call, readCalls, STRACE } from './syscalls.ts'

const LOOKED_AT = [
  'openat',
  'write',
  'writev',
  'pwrite64',
  'copy_file_range',
  'sendfile',
  'ftruncate',
  'fsync',
  'fdatasync',
  'rename',
  'link',
  'unlink',
  'mkdir',
]

/** Runs the program once and names each thing that was counted on too early. */
export async function orderFaults(world: World, tree?: string): Promise<string[]> {
  const log = `${world.dir}/calls`
  const { code, stderr } = await world.run({
    tree,
    under: [...STRACE, '-y', '-s', '24', '-o', log, '-e', `trace=${LOOKED_AT.join()}`],
  })
  if (code !== 0) throw new Error(`the run to be looked at does not work: ${stderr}`)
  return faultsOf(readCalls(log), world)
}

/**
 * R1: a file is on the disk before it gets its name. R2: names in the library and in inboxes are on the disk before a commit
 * may say so. R4: what is about to be done is on the disk before it is done.
 */
export function faultsOf(calls: readonly Call[], { dir }: Pick<World, 'dir'>): string[] {
  const bytes = new Map<string, number>()
  const names = new Map<string, number>()
  const faults: string[] = []
  const shown = (path: string) => relative(dir, path)
  const isPublic = (path: string) => /^(library|agents)(\/|$)/.test(shown(path))
  const isState = (path: string) => path.endsWith('/orchestrator.db-wal')
  const stateIsDirty = () => [...bytes.keys()].some(isState)

  function name(path: string, at: number): void {
    if (isPublic(path)) names.set(path, at)
  }

  function commit(): void {
    for (const path of bytes.keys())
      if (isPublic(path)) faults.push(`R1 a commit may count on ${shown(path)}, whose bytes are not on the disk`)
    for (const path of names.keys())
      faults.push(`R2 a commit may count on ${shown(path)}, whose name is not on the disk`)
    names.clear()
  }

  function give(from: string, to: string, at: number): void {
    if (bytes.has(from) && !isLoose(shown(to)))
      faults.push(`R1 ${shown(to)} gets its name before its bytes are on the disk`)
    if (isPublic(to) && stateIsDirty()) faults.push(`R4 ${shown(to)} appears before its intent is on the disk`)
    bytes.delete(from)
    names.delete(from)
    name(to, at)
  }

  for (const call of calls) {
    const [first = '', second = ''] = pathsOf(call)
    switch (call.name) {
      case 'openat':
        if (call.text.includes('O_CREAT') && !bytes.has(first)) name(first, call.begin)
        break
      case 'mkdir':
        if (call.text.endsWith('= 0')) name(first, call.begin)
        break
      case 'fsync':
      case 'fdatasync':
        settle(bytes, path => path === first, call)
        settle(names, path => dirname(path) === first, call)
        break
      case 'rename':
      case 'link':
        give(first, second, call.begin)
        break
      case 'unlink':
        bytes.delete(first)
        names.delete(first)
        break
      default:
        if (/"(PATCH|POST) \/v1\/pages/.test(call.text) && stateIsDirty())
          faults.push('R4 a write to Notion goes out before its intent is on the disk')
        if (isState(targetOf(call)) && !stateIsDirty()) commit()
        if (targetOf(call).startsWith(dir)) bytes.set(targetOf(call), call.end)
    }
  }
  return [...new Set(faults)]
}

/** Its loss would be no loss: said again at the next start, or for people only. */
const isLoose = (path: string) => path === 'var/instance.json' || path.startsWith('var/logs/')

/** What was done before the sync began is on the disk when it ends. */
function settle(dirty: Map<string, number>, isMeant: (path: string) => boolean, { begin }: Call): void {
  for (const [path, at] of dirty) if (isMeant(path) && at < begin) dirty.delete(path)
}

/** Names in quotes, else what the descriptors stand for. */
function pathsOf({ text }: Call): string[] {
  const quoted = [...text.matchAll(/"(\/[^"]*)"/g)].map(match => match[1] ?? '')
  return quoted.length > 0 ? quoted : [...text.matchAll(/\d+<(\/[^>]*)>/g)].map(match => match[1] ?? '')
}

/** The file that bytes are written to. */
function targetOf({ name, text }: Call): string {
  const files = [...text.matchAll(/\b\d+<(\/[^>]*)>/g)].map(match => match[1] ?? '')
  return (name === 'copy_file_range' ? files[1] : files[0]) ?? ''
}
